//===- LoopsTest.cpp - Trip counts ----------------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/analysis/Loops.h"
#include "TestAST.h"
#include "lib/analysis/Summary.h"
#include "gmock/gmock.h"

using namespace unblock::analysis;
using testing::ElementsAre;
using testing::IsEmpty;
using unblock::test::TestAST;

namespace {

constexpr uint64_t Endless = Primitive::Endless;

/// The iterations of the long loops in a function with that body.
std::vector<uint64_t> loops(const std::string &Body) {
  TestAST AST(R"(
    void work(int = 0); bool flag(); int input();
    [[noreturn]] void fail();
    template <typename T> void take(T) {} void change(int &); void read(const int &);
    namespace std { inline namespace v1 { template <typename T, unsigned long N> struct array {
      T v[N]; T *begin() { return v; } T *end() { return v + N; } }; } }
    void f(int n) {)" +
              Body + "}");
  llvm::SmallVector<LongLoop, 2> Found;
  findLongLoops(
      AST.find<clang::FunctionDecl>("f")->getBody(), AST.context(),
      [](const clang::Expr *) { return true; }, Found);
  std::vector<uint64_t> Iterations;
  for (const LongLoop &L : Found)
    Iterations.push_back(L.Iterations);
  return Iterations;
}

TEST(Loops, Comparisons) {
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i <= 20000; ++i) work();"),
              ElementsAre(20001));
  EXPECT_THAT(loops("for (int i = 0; i != 20000; ++i) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 20000; i > 0; --i) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 20000; i >= 0; --i) work();"),
              ElementsAre(20001));
  EXPECT_THAT(loops("for (int i = 20000; i != 0; --i) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; 20000 > i; ++i) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; 20000 >= i; ++i) work();"),
              ElementsAre(20001));
  EXPECT_THAT(loops("for (int i = -10000; i < 10000; ++i) work();"),
              ElementsAre(20000));
}

TEST(Loops, WrongWay) {
  EXPECT_THAT(loops("for (int i = 0; i > 20000; ++i) work();"), IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; --i) work();"), IsEmpty());
  EXPECT_THAT(loops("for (int i = 20000; i < 0; ++i) work();"), IsEmpty());
  EXPECT_THAT(loops("for (int i = 20000; i < 20000; ++i) work();"), IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i == 20000; ++i) work();"), IsEmpty());
}

TEST(Loops, Steps) {
  EXPECT_THAT(loops("for (int i = 0; i < 20000; i++) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < 40001; i += 2) work();"),
              ElementsAre(20001));
  EXPECT_THAT(loops("for (int i = 60000; i > 0; i -= 3) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < 20000; i = i + 1) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < 40000; i = 2 + i) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 20000; i > 0; i = i - 1) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < 20000; i -= -1) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("int j = 0; for (int i = 0; i < 20000; ++i, ++j) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("int j = 0; for (int i = 0; i < 20000; ++j, ++i) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < 20000; (void)++i) work();"),
              ElementsAre(20000));
}

TEST(Loops, OtherSteps) {
  EXPECT_THAT(loops("for (int i = 1; i < 2000000000; i *= 2) work();"),
              IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; i += 0) work();"), IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; i += input()) work();"),
              IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; i = 1 - i) work();"),
              IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i, ++i) work();"), IsEmpty());
  EXPECT_THAT(loops("int j = 0; for (int i = 0; i < 20000; ++j) work();"),
              IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000;) work();"), IsEmpty());
}

TEST(Loops, Bounds) {
  EXPECT_THAT(loops("const int N = 20000; for (int i = 0; i < N; ++i) work();"),
              ElementsAre(20000));
  EXPECT_THAT(
      loops(
          "constexpr int N = 100; for (int i = 0; i < N * N * 2; ++i) work();"),
      ElementsAre(20000));
  EXPECT_THAT(loops("enum { N = 20000 }; for (int i = 0; i < N; ++i) work();"),
              ElementsAre(20000));
  EXPECT_THAT(
      loops("char a[20000]; for (unsigned i = 0; i < sizeof a; ++i) work();"),
      ElementsAre(20000));
  EXPECT_THAT(loops("int i; for (i = 0; i < 20000; ++i) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0, j = 1; i < 20000; ++i) work(j);"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < n; ++i) work();"), IsEmpty());
  EXPECT_THAT(loops("for (int i = n; i < 20000; ++i) work();"), IsEmpty());
  EXPECT_THAT(loops("int N = 20000; for (int i = 0; i < N; ++i) work();"),
              IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000 && flag(); ++i) work();"),
              IsEmpty());
  EXPECT_THAT(loops("for (double d = 0; d < 20000; d += 1) work();"),
              IsEmpty());
}

TEST(Loops, WideIntegers) {
  EXPECT_THAT(loops("for (auto i = 0ull; i < 1ull << 40; ++i) work();"),
              ElementsAre(uint64_t(1) << 40));
  EXPECT_THAT(loops("for (auto i = 1ull << 63; i > 0; --i) work();"),
              ElementsAre(uint64_t(1) << 63));
  EXPECT_THAT(loops("for (unsigned i = 0; i != -1u; ++i) work();"),
              ElementsAre(0xffffffff));
  // One less than what means that there is no end.
  EXPECT_THAT(loops("for (auto i = 0ull; i < -1ull; ++i) work();"),
              ElementsAre(Endless - 1));
  EXPECT_THAT(
      loops("for (__int128 i = 0; i < (__int128)1 << 100; ++i) work();"),
      ElementsAre(Endless - 1));
  EXPECT_THAT(loops("for (long long i = -0x7fffffffffffffff; i < "
                    "0x7fffffffffffffff; ++i) work();"),
              ElementsAre(Endless - 1));
  EXPECT_THAT(loops("for (auto i = 0ull; i < -1ull; ++i) for (int j = 0; j < "
                    "20000; ++j) work();"),
              ElementsAre(Endless - 1));
}

TEST(Loops, CountersThatChange) {
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) i += 10;"), IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) i = n;"), IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) ++i;"), IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) change(i);"), IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) take(&i);"), IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) { int &j = i; j = n; }"),
              IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) [&] { ++i; }();"),
              IsEmpty());
}

TEST(Loops, CountersThatAreRead) {
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) work(i);"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) read(i);"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) take(i);"),
              ElementsAre(20000));
  EXPECT_THAT(
      loops("int a[20000]; for (int i = 0; i < 20000; ++i) a[i] = i % 2;"),
      ElementsAre(20000));
  EXPECT_THAT(
      loops("for (int i = 0; i < 20000; ++i) { int j = i; j = 1; work(j); }"),
      ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) [=] { work(i); }();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) [&] { work(i); }();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) [&i] { work(i); }();"),
              ElementsAre(20000));
}

TEST(Loops, Ranges) {
  EXPECT_THAT(loops("int a[20000]; for (int x : a) work(x);"),
              ElementsAre(20000));
  EXPECT_THAT(
      loops("int a[200][100]; for (auto &r : a) for (int x : r) work(x);"),
      ElementsAre(20000));
  EXPECT_THAT(loops("std::array<int, 20000> a; for (int &x : a) work(x);"),
              ElementsAre(20000));
  EXPECT_THAT(loops("int a[9999]; for (int x : a) work(x);"), IsEmpty());
  EXPECT_THAT(
      loops("struct { int *begin(); int *end(); } a; for (int x : a) work(x);"),
      IsEmpty());
}

TEST(Loops, Nests) {
  EXPECT_THAT(loops("for (int i = 0; i < 200; ++i) for (int j = 0; j < 100; "
                    "++j) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < 20; ++i) for (int j = 0; j < 100; "
                    "++j) for (int k = 0; k < 10; ++k) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < 200; ++i) { for (int j = 0; j < 50; "
                    "++j) work(); for (int j = 0; j < 50; ++j) work(); }"),
              ElementsAre(20000));
  // Each on its own.
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) work(); for (int i = 0; i "
                    "< 30000; ++i) work();"),
              ElementsAre(20000, 30000));
  EXPECT_THAT(loops("for (int i = 0; i < n; ++i) { for (int j = 0; j < 20000; "
                    "++j) work(); for (int j = 0; j < 30000; ++j) work(); }"),
              ElementsAre(20000, 30000));
  EXPECT_THAT(loops("while (flag()) for (int j = 0; j < 20000; ++j) work();"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < 10; ++i) while (flag()) for (int j = "
                    "0; j < 20000; ++j) work();"),
              ElementsAre(20000));
  // Never entered.
  EXPECT_THAT(loops("for (int i = 0; i < 0; ++i) for (int j = 0; j < 20000; "
                    "++j) work();"),
              IsEmpty());
  // The inner one may end early.
  EXPECT_THAT(loops("for (int i = 0; i < 200; ++i) for (int j = 0; j < 100; "
                    "++j) if (flag()) break;"),
              IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 200; ++i) for (int j = 0; j < 100; "
                    "++j) if (flag()) return;"),
              IsEmpty());
}

TEST(Loops, ThatMayEndEarly) {
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) if (flag()) break;"),
              IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) if (flag()) return;"),
              IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) if (flag()) throw 1;"),
              IsEmpty());
  EXPECT_THAT(
      loops(
          "for (int i = 0; i < 20000; ++i) if (flag()) goto out; out: work();"),
      IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) if (flag()) fail();"),
              IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) if (flag()) "
                    "__builtin_unreachable();"),
              IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) if (flag()) continue;"),
              ElementsAre(20000));
  EXPECT_THAT(
      loops("for (int i = 0; i < 20000; ++i) switch (n) { case 1: break; }"),
      ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) while (flag()) break;"),
              ElementsAre(20000));
  EXPECT_THAT(loops("for (int i = 0; i < 20000; ++i) take([] { return 1; });"),
              ElementsAre(20000));
}

TEST(Loops, WithoutAnEnd) {
  EXPECT_THAT(loops("while (true) work();"), ElementsAre(Endless));
  EXPECT_THAT(loops("while (1) work();"), ElementsAre(Endless));
  EXPECT_THAT(loops("for (;;) work();"), ElementsAre(Endless));
  EXPECT_THAT(loops("for (int i = 0; true; ++i) work();"),
              ElementsAre(Endless));
  EXPECT_THAT(loops("do work(); while (true);"), ElementsAre(Endless));
  EXPECT_THAT(loops("constexpr bool on = true; while (on) work();"),
              ElementsAre(Endless));
  EXPECT_THAT(loops("for (int i = 0; i < 10; ++i) while (true) work();"),
              ElementsAre(Endless));
  EXPECT_THAT(loops("while (flag()) while (true) work();"),
              ElementsAre(Endless));
  EXPECT_THAT(loops("while (true) if (flag()) break;"), IsEmpty());
  EXPECT_THAT(loops("while (true) if (flag()) return;"), IsEmpty());
  EXPECT_THAT(loops("while (false) work();"), IsEmpty());
  EXPECT_THAT(loops("while (flag()) work();"), IsEmpty());
  EXPECT_THAT(loops("do work(); while (false);"), IsEmpty());
}

TEST(Loops, InLambdas) {
  EXPECT_THAT(loops("auto l = [] { for (int i = 0; i < 20000; ++i) work(); };"),
              IsEmpty());
  EXPECT_THAT(loops("for (int i = 0; i < 200; ++i) take([] { for (int j = 0; j "
                    "< 100; ++j) work(); });"),
              IsEmpty());
}

TEST(Loops, Suspensions) {
  TestAST AST(R"(
    namespace std {
    template <typename R, typename...> struct coroutine_traits { using promise_type = typename R::promise_type; };
    template <typename = void> struct coroutine_handle {
      static coroutine_handle from_address(void *) noexcept;
      operator coroutine_handle<>() const noexcept;
    };
    }
    struct event { bool await_ready() noexcept; void await_suspend(std::coroutine_handle<>) noexcept; void await_resume() noexcept; };
    struct task {
      struct promise_type {
        task get_return_object(); event initial_suspend() noexcept; event final_suspend() noexcept;
        void unhandled_exception(); void return_void(); event yield_value(int);
      };
    };
    void work();
    task f() {
      for (int i = 0; i < 20000; ++i) co_await event();
      for (int i = 0; i < 30000; ++i) co_yield i;
      for (int i = 0; i < 10; ++i) {
        for (int j = 0; j < 40000; ++j) work();
        co_await event();
      }
      for (int i = 0; i < 50000; ++i) { auto l = []() -> task { co_await event(); }; }
      while (true) { co_await event(); }
    })");
  const auto *F = AST.find<clang::FunctionDecl>("f");
  auto Loops = [&](bool Suspends) {
    llvm::SmallVector<LongLoop, 2> Found;
    findLongLoops(
        F->getBody(), AST.context(),
        [&](const clang::Expr *) { return Suspends; }, Found);
    std::vector<uint64_t> Iterations;
    for (const LongLoop &L : Found)
      Iterations.push_back(L.Iterations);
    return Iterations;
  };
  EXPECT_THAT(Loops(true), ElementsAre(40000, 50000));
  EXPECT_THAT(Loops(false), ElementsAre(20000, 30000, 400000, 50000, Endless));
}

} // namespace
