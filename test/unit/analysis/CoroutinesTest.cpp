//===- CoroutinesTest.cpp - The coroutine protocol in classes -------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/analysis/Coroutines.h"
#include "TestAST.h"

using namespace unblock::analysis;
using clang::CXXRecordDecl;
using clang::FunctionDecl;
using unblock::test::TestAST;

namespace {

constexpr char Prelude[] = R"(
  namespace std {
  template <typename P = void> struct coroutine_handle {
    template <typename Q> static coroutine_handle from_promise(Q &);
    void resume() const; void operator()() const;
  };
  struct suspend_always { bool await_ready(); void await_suspend(coroutine_handle<>); void await_resume(); };
  struct suspend_never { bool await_ready(); void await_suspend(coroutine_handle<>); void await_resume(); };
  }
  struct awaiter { bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume(); };
  struct no_awaiter { bool await_ready(); void await_resume(); };
  template <typename T> struct promise_base {
    T get_return_object(); std::suspend_always final_suspend() noexcept; void unhandled_exception();
  };
  template <typename T> struct lazy : promise_base<T> { std::suspend_always initial_suspend(); };
  template <typename T> struct eager : promise_base<T> { std::suspend_never initial_suspend(); };
)";

struct CoroutinesTest : testing::Test {
  static bool ask(bool (*Question)(const CXXRecordDecl *), const char *Name,
                  const std::string &Code) {
    TestAST AST(Prelude + Code);
    return Question(AST.find<CXXRecordDecl>(Name));
  }
};

TEST_F(CoroutinesTest, Awaiters) {
  EXPECT_TRUE(ask(isAwaiter, "awaiter", ""));
  EXPECT_FALSE(ask(isAwaiter, "no_awaiter", ""));
  EXPECT_TRUE(ask(isAwaiter, "derived", "struct derived : awaiter {};"));
  EXPECT_TRUE(ask(isAwaiter, "half",
                  "struct half : no_awaiter { void "
                  "await_suspend(std::coroutine_handle<>); };"));
  EXPECT_TRUE(ask(isAwaiter, "templated",
                  "struct templated : no_awaiter { template <typename P> void "
                  "await_suspend(std::coroutine_handle<P>); };"));
  EXPECT_FALSE(ask(isAwaiter, "declared", "struct declared;"));
}

TEST_F(CoroutinesTest, AwaitersInTemplates) {
  // Nobody needs the definition of an instantiation.
  TestAST AST(
      std::string(Prelude) +
      "template <typename T> struct wait : awaiter {}; wait<int> make();");
  const auto *Record =
      AST.find<FunctionDecl>("make")->getReturnType()->getAsCXXRecordDecl();
  ASSERT_FALSE(Record->hasDefinition());
  EXPECT_TRUE(isAwaiter(Record));
  EXPECT_TRUE(isAwaitable(Record));
}

TEST_F(CoroutinesTest, Awaitables) {
  EXPECT_TRUE(ask(isAwaitable, "awaiter", ""));
  EXPECT_TRUE(
      ask(isAwaitable, "a", "struct a { awaiter operator co_await(); };"));
  EXPECT_TRUE(
      ask(isAwaitable, "b",
          "struct a { awaiter operator co_await() &&; }; struct b : a {};"));
  EXPECT_TRUE(
      ask(isAwaitable, "a", "struct a {}; awaiter operator co_await(a);"));
  EXPECT_TRUE(ask(
      isAwaitable, "a",
      "namespace n { struct a {}; awaiter operator co_await(const a &); }"));
  EXPECT_TRUE(ask(isAwaitable, "a",
                  "template <typename T> struct a {}; template <typename T> "
                  "awaiter operator co_await(a<T>);"));
  EXPECT_FALSE(ask(isAwaitable, "a",
                   "struct a {}; struct b {}; awaiter operator co_await(b);"));
  EXPECT_FALSE(ask(isAwaitable, "a", "struct a { int get(); };"));
}

TEST_F(CoroutinesTest, Promises) {
  EXPECT_TRUE(ask(isPromise, "lazy", ""));
  EXPECT_FALSE(ask(isPromise, "promise_base", ""));
  EXPECT_FALSE(ask(isPromise, "awaiter", ""));
}

TEST_F(CoroutinesTest, LazyTasks) {
  EXPECT_TRUE(ask(isLazyTask, "a",
                  "struct a : awaiter { struct promise_type : lazy<a> {}; };"));
  EXPECT_TRUE(ask(isLazyTask, "a",
                  "struct a : awaiter { using promise_type = lazy<a>; };"));
  EXPECT_TRUE(
      ask(isLazyTask, "a",
          "struct a : awaiter { struct promise_type : promise_base<a> {"
          "  auto initial_suspend() { return std::suspend_always(); } }; };"));
  EXPECT_TRUE(ask(isLazyTask, "a",
                  "struct stop { bool await_ready() { return false; }"
                  "  void await_suspend(std::coroutine_handle<>) {} void "
                  "await_resume() {} };"
                  "struct a : awaiter { struct promise_type : promise_base<a> "
                  "{ stop initial_suspend(); }; };"));
  EXPECT_TRUE(ask(isLazyTask, "b",
                  "struct a : awaiter { struct promise_type : lazy<a> {}; }; "
                  "struct b : a {};"));
}

TEST_F(CoroutinesTest, OtherTasks) {
  EXPECT_FALSE(
      ask(isLazyTask, "a",
          "struct a : awaiter { struct promise_type : eager<a> {}; };"));
  EXPECT_FALSE(ask(isLazyTask, "awaiter", ""));
  // Nobody can await it.
  EXPECT_FALSE(
      ask(isLazyTask, "a", "struct a { struct promise_type : lazy<a> {}; };"));
  // Something else starts it.
  EXPECT_FALSE(ask(isLazyTask, "a",
                   "struct a : awaiter { struct promise_type : promise_base<a> "
                   "{ awaiter initial_suspend(); }; };"));
  EXPECT_FALSE(ask(isLazyTask, "a",
                   "struct start { bool await_ready() { return false; }"
                   "  void await_suspend(std::coroutine_handle<> h) { "
                   "h.resume(); } void await_resume() {} };"
                   "struct a : awaiter { struct promise_type : promise_base<a> "
                   "{ start initial_suspend(); }; };"));
  EXPECT_FALSE(
      ask(isLazyTask, "a",
          "struct a : awaiter { ~a() { h.resume(); } std::coroutine_handle<> h;"
          "  struct promise_type : lazy<a> {}; };"));
  EXPECT_FALSE(ask(isLazyTask, "a",
                   "struct a : awaiter { struct promise_type : lazy<a> {"
                   "  a get_return_object() { "
                   "std::coroutine_handle<promise_type>::from_promise(*this)();"
                   " return {}; } }; };"));
}

TEST_F(CoroutinesTest, AlwaysReturns) {
  TestAST AST(R"(
    bool yes() { return true; }
    bool no() { return !true; }
    bool asks() { return yes(); }
    bool longer() { yes(); return true; }
    int number() { return 1; }
    bool declared();
    void nothing() {}
  )");
  auto Always = [&](const char *Name, bool Value) {
    return alwaysReturns(AST.find<FunctionDecl>(Name), Value, AST.context());
  };
  EXPECT_TRUE(Always("yes", true));
  EXPECT_FALSE(Always("yes", false));
  EXPECT_TRUE(Always("no", false));
  EXPECT_FALSE(Always("asks", true));
  EXPECT_FALSE(Always("longer", true));
  EXPECT_FALSE(Always("number", true));
  EXPECT_FALSE(Always("declared", true));
  EXPECT_FALSE(Always("nothing", true));
  EXPECT_FALSE(alwaysReturns(nullptr, true, AST.context()));
}

} // namespace
