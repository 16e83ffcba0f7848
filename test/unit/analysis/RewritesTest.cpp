//===- RewritesTest.cpp - From in place to the pool -----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The fixes of blocking calls are tested with their check, in
// test/checks/async/fixes.
//
//===----------------------------------------------------------------------===//

#include "lib/analysis/Rewrites.h"
#include "TestAST.h"
#include "lib/model/ModelSet.h"
#include "clang/Basic/SourceManager.h"

using namespace unblock::analysis;
using unblock::model::ModelSet;
using unblock::test::TestAST;

namespace {

constexpr char Prelude[] = R"(
  namespace std {
  template <typename R, typename...> struct coroutine_traits { using promise_type = typename R::promise_type; };
  template <typename P = void> struct coroutine_handle {
    static coroutine_handle from_address(void *) noexcept;
    operator coroutine_handle<>() const noexcept;
  };
  struct suspend_always { bool await_ready() noexcept; void await_suspend(coroutine_handle<>) noexcept; void await_resume() noexcept; };
  template <typename T> T &&move(T &t);
  struct mutex { void lock(); void unlock(); };
  template <typename M> struct lock_guard { explicit lock_guard(M &m) : m(m) { m.lock(); } ~lock_guard() { m.unlock(); } M &m; };
  }
  namespace unblock {
  template <typename T = void> struct task {
    struct promise_type {
      task get_return_object(); std::suspend_always initial_suspend() noexcept; std::suspend_always final_suspend() noexcept;
      void unhandled_exception(); void return_void();
    };
    bool await_ready(); void await_suspend(std::coroutine_handle<>); T await_resume();
  };
  template <typename T> struct join_handle { bool await_ready(); void await_suspend(std::coroutine_handle<>); T await_resume(); };
  template <typename F> auto spawn_blocking(F f) -> join_handle<decltype(f())>;
  template <typename F> decltype(auto) block_in_place(F &&f) { return f(); }
  }
  using unblock::task;
  using unblock::block_in_place;
  struct Pair { int a, b; };
  struct Own { Own(); Own(Own &&); ~Own(); int n; };
  int read(int); int read(const Pair &); int take(Own); int *find(const Pair &); int &element(int); void work(); int change(int &);
)";

struct RewritesTest : testing::Test {
  /// The text that takes the place of the first `block_in_place`, or the
  /// problem, or "none".
  static std::string offload(const std::string &Code) {
    TestAST AST(Prelude + Code);
    TranslationUnit TU(AST.context(), models());
    Rewrites Fixes(TU);
    for (const Offload &O : TU.offloads()) {
      if (O.How != Offload::InPlace)
        continue;
      Rewrite R = Fixes.offload(O);
      if (!R)
        return R.Problem.empty() ? "none" : "problem: " + R.Problem;
      EXPECT_EQ(R.Fixes.size(), 1u);
      EXPECT_EQ(R.Includes, std::vector<std::string>{"unblock/blocking.hpp"});
      return R.Fixes.front().CodeToInsert;
    }
    return "not found";
  }
  static std::string in(const std::string &Parameters,
                        const std::string &Body) {
    return offload("task<> f(" + Parameters + ") { " + Body + "; co_return; }");
  }
  static void expectProblem(const std::string &Found, llvm::StringRef Begin) {
    EXPECT_TRUE(llvm::StringRef(Found).starts_with(("problem: " + Begin).str()))
        << Found;
  }
  static const ModelSet &models() {
    static const ModelSet Set;
    return Set;
  }
};

TEST_F(RewritesTest, KeepsWhatOwns) {
  EXPECT_EQ(in("", "block_in_place([] { work(); })"),
            "co_await unblock::spawn_blocking([] { work(); })");
  EXPECT_EQ(
      in("int n", "int x = unblock::block_in_place([n] { return read(n); })"),
      "co_await unblock::spawn_blocking([n] { return read(n); })");
  EXPECT_EQ(in("int n", "block_in_place([=]() mutable { return ++n; })"),
            "co_await unblock::spawn_blocking([=]() mutable { return ++n; })");
  EXPECT_EQ(in("Own o", "block_in_place([o = std::move(o)] { return o.n; })"),
            "auto work = [o = std::move(o)] { return o.n; };\n"
            "co_await unblock::spawn_blocking(std::move(work))");
  EXPECT_EQ(in("", "block_in_place(work)"),
            "co_await unblock::spawn_blocking(work)");
  EXPECT_EQ(in("int n", "auto w = [n] { return read(n); }; block_in_place(w)"),
            "co_await unblock::spawn_blocking(w)");
  EXPECT_EQ(in("Own o", "auto w = [o = std::move(o)] { return o.n; }; "
                        "block_in_place(w)"),
            "co_await unblock::spawn_blocking(std::move(w))");
}

TEST_F(RewritesTest, NamesClosuresWithDestructors) {
  std::string Closure = "[o = std::move(o)] { return o.n; }";
  std::string Call = "block_in_place(" + Closure + ")";
  auto Named = [&](const std::string &Before, const std::string &After = "") {
    return "auto work = " + Closure + ";\n" + Before +
           "co_await unblock::spawn_blocking(std::move(work))" + After;
  };
  std::string Plain = "co_await unblock::spawn_blocking(" + Closure + ")";
  EXPECT_EQ(in("Own o", "int n = 1 + " + Call), Named("int n = 1 + "));
  EXPECT_EQ(in("Own o", "if (!" + Call + ") read(1)"), Named("if (!"));
  EXPECT_EQ(in("Own o, int m", "m = read(" + Call + ")"), Named("m = read("));
  // A name that is taken.
  EXPECT_EQ(in("Own o, int work", Call),
            "auto work2 = " + Closure +
                ";\nco_await unblock::spawn_blocking(std::move(work2))");
  for (const char *Place :
       {"if (true) X", "while (X) ;", "for (;;) X", "switch (1) { case 1: X; }",
        "int a = 1, b = X", "read(1) + X", "(void)(true && X)",
        "int a = true ? X : 1", "again: X"}) {
    std::string Body = Place;
    Body.replace(Body.find('X'), 1, Call);
    EXPECT_EQ(in("Own o", Body), Plain) << Place;
  }
}

TEST_F(RewritesTest, CapturesInsteadOfReferring) {
  EXPECT_EQ(
      in("int n, Pair p", "block_in_place([&] { return read(n) + read(p); })"),
      "co_await unblock::spawn_blocking([n, p] { return read(n) + read(p); })");
  EXPECT_EQ(
      in("int n",
         "block_in_place([&n]() -> long { int m = n; ++m; return read(m); })"),
      "co_await unblock::spawn_blocking([n]() -> long { int m = n; ++m; return "
      "read(m); })");
  EXPECT_EQ(in("Own o", "block_in_place([&] { return take(std::move(o)); })"),
            "auto work = [o = std::move(o)]() mutable { return "
            "take(std::move(o)); };\n"
            "co_await unblock::spawn_blocking(std::move(work))");
  EXPECT_EQ(in("Own o", "block_in_place([&] { return o.n; })"),
            "auto work = [o = std::move(o)] { return o.n; };\n"
            "co_await unblock::spawn_blocking(std::move(work))");
  EXPECT_EQ(offload("struct S { int n; task<> f() { block_in_place([&] { "
                    "return read(n); }); co_return; } };"),
            "co_await unblock::spawn_blocking([n = n] { return read(n); })");
}

TEST_F(RewritesTest, KeepsValues) {
  EXPECT_EQ(in("", "int n = block_in_place([] { return Pair(); }).a"),
            "(co_await unblock::spawn_blocking([] { return Pair(); }))");
  EXPECT_EQ(
      in("", "block_in_place([]() -> int & { return element(1); })"),
      "co_await unblock::spawn_blocking([]() -> int & { return element(1); })");
}

TEST_F(RewritesTest, RefusesWhatDangles) {
  auto Refers = [](const std::string &Name) {
    return "problem: what '" + Name +
           "' refers to may be gone when the task is cancelled; give the "
           "closure a copy that it owns";
  };
  EXPECT_EQ(in("int *p", "block_in_place([p] { return *p; })"), Refers("p"));
  EXPECT_EQ(in("int *p", "block_in_place([&] { return *p; })"), Refers("p"));
  expectProblem(in("int n", "block_in_place([&] { change(n); })"),
                "the call changes 'n'");
  expectProblem(in("int n", "block_in_place([&] { int &m = n; m = 1; })"),
                "the call changes 'n'");
  expectProblem(
      in("int n", "auto w = [&n] { return read(n); }; block_in_place(w)"),
      "the closure refers to the frame of the task");
  expectProblem(
      in("int n, int m", "block_in_place([&n, k = m] { return read(n + k); })"),
      "the closure refers to the frame of the task");
  expectProblem(
      offload("struct S { int g(); task<> f() { block_in_place([this] { return "
              "g(); }); co_return; } };"),
      "the closure would need 'this'");
  expectProblem(
      in("Pair p", "int *q = block_in_place([p] { return find(p); })"),
      "the result may refer");
  expectProblem(
      in("", "int &r = block_in_place([]() -> int & { return element(1); })"),
      "the closure returns a reference");
}

TEST_F(RewritesTest, RefusesPlaces) {
  expectProblem(in("std::mutex m",
                   "std::lock_guard<std::mutex> g(m); block_in_place(work)"),
                "'g' is locked here");
  expectProblem(in("", "try { } catch (...) { block_in_place(work); }"),
                "'co_await' is not possible in a handler");
  expectProblem(in("", "static int n = block_in_place([] { return 1; })"),
                "'co_await' is not possible in the initialiser");
  expectProblem(offload("void f() { block_in_place(work); }"),
                "'co_await' is not possible in 'f', which is no coroutine");
  expectProblem(in("", "auto g = [] { block_in_place(work); }; g()"),
                "'co_await' is not possible in a lambda");
}

} // namespace
