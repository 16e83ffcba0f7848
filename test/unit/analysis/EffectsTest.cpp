//===- EffectsTest.cpp - Effects over summaries made by hand --------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/analysis/Effects.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include <deque>

using namespace unblock::analysis;
using testing::ElementsAre;
using unblock::model::Category;
using unblock::model::Tier;

namespace {

class Program : public SummaryTable {
public:
  FunctionId function(llvm::StringRef Name) {
    Functions.emplace_back();
    Functions.back().Name = Name.str();
    Functions.back().HasBody = true;
    return Functions.size() - 1;
  }
  FunctionId coroutine(llvm::StringRef Name) {
    FunctionId F = function(Name);
    Functions[F].IsCoroutine = true;
    return F;
  }
  FunctionSummary &operator[](FunctionId F) { return Functions[F]; }

  Site &site(FunctionId F) {
    Functions[F].Sites.emplace_back();
    Functions[F].Sites.back().At = {++Places};
    return Functions[F].Sites.back();
  }
  Site &calls(FunctionId F, FunctionId Callee) {
    Site &S = site(F);
    S.Callees.push_back(Callee);
    return S;
  }
  Site &blocks(FunctionId F, Category C = Category::Sleep,
               llvm::StringRef Callee = "sleep") {
    Site &S = site(F);
    S.Blocks.emplace();
    S.Blocks->Kind = C;
    S.Blocks->Severity = unblock::model::defaultTier(C);
    S.Blocks->Callee = Callee.str();
    return S;
  }
  Site &loops(FunctionId F, uint64_t Iterations) {
    Site &S = blocks(F, Category::Cpu, "loop");
    S.Blocks->Iterations = Iterations;
    return S;
  }
  /// A call of \p Callee that passes \p Target as argument \p Param.
  Site &passes(FunctionId F, FunctionId Callee, unsigned Param,
               FunctionId Target) {
    Site &S = calls(F, Callee);
    S.Args.push_back({Param, Target, std::nullopt});
    return S;
  }

  const FunctionSummary &summary(FunctionId F) override {
    ++Asked;
    return Functions[F];
  }
  unsigned Asked = 0;

private:
  std::deque<FunctionSummary> Functions;
  uint32_t Places = 0;
};

CategorySet only(Category C) {
  CategorySet Set;
  Set.set(unsigned(C));
  return Set;
}
CategorySet everything() { return CategorySet().set(); }

const Way &wayOf(EffectSolver &Solver, FunctionId F,
                 Category C = Category::Sleep) {
  return Solver.effect(F).Ways[unsigned(C)];
}
bool blocks(EffectSolver &Solver, FunctionId F, Category C = Category::Sleep) {
  return bool(wayOf(Solver, F, C));
}

/// The names along the chain from the first site of \p F.
std::vector<std::string> chain(Program &P, EffectSolver &Solver, FunctionId F,
                               CategorySet Wanted = everything()) {
  std::optional<Chain> C = Solver.chain(F, P[F].Sites.front(), Wanted);
  if (!C)
    return {};
  std::vector<std::string> Names;
  for (const Step &S : C->Steps)
    Names.push_back(P[S.Caller].Name);
  Names.push_back(C->End->Callee);
  return Names;
}

//===----------------------------------------------------------------------===//
// Ways
//===----------------------------------------------------------------------===//

TEST(Effects, NothingBlocks) {
  Program P;
  FunctionId F = P.function("f"), G = P.function("g");
  P.calls(F, G);
  EffectSolver Solver(P);
  for (const Way &W : Solver.effect(F).Ways)
    EXPECT_FALSE(W);
  EXPECT_THAT(chain(P, Solver, F), testing::IsEmpty());
}

TEST(Effects, Direct) {
  Program P;
  FunctionId F = P.function("f");
  P.blocks(F, Category::File, "read");
  EffectSolver Solver(P);
  EXPECT_EQ(wayOf(Solver, F, Category::File).Length, 0);
  EXPECT_EQ(wayOf(Solver, F, Category::File).Next, NoFunction);
  EXPECT_FALSE(blocks(Solver, F, Category::Sleep));
  EXPECT_THAT(chain(P, Solver, F), ElementsAre("f", "read"));
}

TEST(Effects, ThroughCalls) {
  Program P;
  FunctionId F = P.function("f"), G = P.function("g"), H = P.function("h");
  P.calls(F, G);
  P.calls(G, H);
  P.blocks(H);
  EffectSolver Solver(P);
  EXPECT_EQ(wayOf(Solver, F).Length, 2);
  EXPECT_THAT(chain(P, Solver, F), ElementsAre("f", "g", "h", "sleep"));
}

TEST(Effects, ShortestWitness) {
  Program P;
  FunctionId F = P.function("f"), Long = P.function("long"),
             Longer = P.function("longer"), Short = P.function("short");
  P.calls(F, Long);
  P.calls(Long, Longer);
  P.calls(Long, Short);
  P.calls(Longer, Short);
  P.blocks(Short);
  EffectSolver Solver(P);
  EXPECT_EQ(wayOf(Solver, F).Length, 2);
  EXPECT_THAT(chain(P, Solver, F), ElementsAre("f", "long", "short", "sleep"));
}

TEST(Effects, FirstAmongEquals) {
  Program P;
  FunctionId F = P.function("f"), G = P.function("g"), H = P.function("h");
  P.blocks(H, Category::Sleep, "first");
  P.blocks(H, Category::Sleep, "second");
  P.blocks(G, Category::Sleep, "third");
  Site &S = P.site(F);
  S.Callees = {H, G};
  EffectSolver Solver(P);
  EXPECT_THAT(chain(P, Solver, F), ElementsAre("f", "h", "first"));
}

TEST(Effects, OneWayForEachCategory) {
  Program P;
  FunctionId F = P.function("f"), G = P.function("g");
  P.calls(F, G);
  P.blocks(G, Category::Sleep, "sleep");
  P.blocks(G, Category::Lock, "lock");
  EffectSolver Solver(P);
  EXPECT_TRUE(blocks(Solver, F, Category::Sleep));
  EXPECT_TRUE(blocks(Solver, F, Category::Lock));
  EXPECT_THAT(chain(P, Solver, F, only(Category::Lock)),
              ElementsAre("f", "g", "lock"));
  EXPECT_THAT(chain(P, Solver, F, only(Category::File)), testing::IsEmpty());
}

TEST(Effects, HighestTierOfAChain) {
  Program P;
  FunctionId F = P.function("f"), G = P.function("g"), H = P.function("h");
  P.calls(F, G);
  P.blocks(G, Category::Lock, "lock"); // advice
  P.calls(G, H);
  P.blocks(H, Category::SyncWait, "sync_wait"); // deadlock
  EffectSolver Solver(P);
  EXPECT_THAT(chain(P, Solver, F), ElementsAre("f", "g", "h", "sync_wait"));
}

TEST(Effects, SkippedAtTheSiteOnly) {
  Program P;
  FunctionId F = P.function("f"), G = P.function("g"), H = P.function("h");
  Site &S = P.site(F);
  S.Callees = {G, H};
  P.calls(H, G);
  P.blocks(G);
  EffectSolver Solver(P);
  std::optional<Chain> C =
      Solver.chain(F, P[F].Sites.front(), everything(),
                   [&](FunctionId Callee) { return Callee == G; });
  ASSERT_TRUE(C);
  ASSERT_EQ(C->Steps.size(), 3u);
  EXPECT_EQ(C->Steps[0].Callee, H);
  EXPECT_EQ(C->Steps[1].Callee, G);
}

TEST(Effects, AwaitedPrimitiveDoesNotBlock) {
  Program P;
  FunctionId F = P.function("f");
  P.blocks(F).Awaited = true;
  EffectSolver Solver(P);
  EXPECT_FALSE(blocks(Solver, F));
  EXPECT_THAT(chain(P, Solver, F), testing::IsEmpty());
}

TEST(Effects, OverridersAreAllEntered) {
  Program P;
  FunctionId F = P.function("f"), Quiet = P.function("quiet"),
             Noisy = P.function("noisy");
  Site &S = P.site(F);
  S.Callees = {Quiet, Noisy};
  P.blocks(Noisy);
  EffectSolver Solver(P);
  EXPECT_THAT(chain(P, Solver, F), ElementsAre("f", "noisy", "sleep"));
}

//===----------------------------------------------------------------------===//
// Threads
//===----------------------------------------------------------------------===//

TEST(Effects, OtherThreadsAreNotTheCallers) {
  Program P;
  FunctionId Pool = P.function("pool"), Unknown = P.function("unknown"),
             Loop = P.function("loop");
  P.blocks(Pool).Thread = OnThread::Pool;
  P.blocks(Unknown).Thread = OnThread::Unknown;
  P.blocks(Loop).Thread = OnThread::Loop;
  EffectSolver Solver(P);
  EXPECT_FALSE(blocks(Solver, Pool));
  EXPECT_FALSE(blocks(Solver, Unknown));
  EXPECT_TRUE(blocks(Solver, Loop));
}

TEST(Effects, MergedThreads) {
  EXPECT_EQ(merge(OnThread::Pool, OnThread::Pool), OnThread::Pool);
  EXPECT_EQ(merge(OnThread::Entry, OnThread::Loop), OnThread::Entry);
  EXPECT_EQ(merge(OnThread::Entry, OnThread::Pool), OnThread::Unknown);
  EXPECT_EQ(merge(OnThread::Loop, OnThread::Unknown), OnThread::Unknown);
}

//===----------------------------------------------------------------------===//
// Functions that are not entered
//===----------------------------------------------------------------------===//

TEST(Effects, CoroutinesAreNotEntered) {
  Program P;
  FunctionId F = P.function("f"), C = P.coroutine("c");
  P.calls(F, C);
  P.blocks(C);
  EffectSolver Solver(P);
  EXPECT_FALSE(blocks(Solver, F));
  EXPECT_TRUE(blocks(Solver, C));
  EXPECT_THAT(chain(P, Solver, F), testing::IsEmpty());
}

TEST(Effects, GeneratorsAreEntered) {
  Program P;
  FunctionId F = P.function("f"), G = P.coroutine("g");
  P[G].IsGenerator = true;
  P.calls(F, G);
  P.blocks(G);
  EffectSolver Solver(P);
  EXPECT_THAT(chain(P, Solver, F), ElementsAre("f", "g", "sleep"));
}

TEST(Effects, NonBlockingFunctionsAreNotEntered) {
  Program P;
  FunctionId F = P.function("f"), G = P.function("g");
  P[G].NonBlocking = true;
  P.calls(F, G);
  P.blocks(G);
  EffectSolver Solver(P);
  EXPECT_FALSE(blocks(Solver, F));
  EXPECT_THAT(chain(P, Solver, F), testing::IsEmpty());
}

//===----------------------------------------------------------------------===//
// Recursion
//===----------------------------------------------------------------------===//

TEST(Effects, CallsItself) {
  Program P;
  FunctionId F = P.function("f"), G = P.function("g");
  P.calls(F, F);
  P.calls(G, G);
  P.blocks(G);
  EffectSolver Solver(P);
  EXPECT_FALSE(blocks(Solver, F));
  EXPECT_EQ(wayOf(Solver, G).Length, 0);
  EXPECT_THAT(chain(P, Solver, G), ElementsAre("g", "g", "sleep"));
}

TEST(Effects, MutualRecursion) {
  Program P;
  FunctionId F = P.function("f"), G = P.function("g"), H = P.function("h");
  P.calls(F, G);
  P.calls(G, H);
  P.calls(H, F);
  P.blocks(H);
  EffectSolver Solver(P);
  EXPECT_EQ(wayOf(Solver, F).Length, 2);
  EXPECT_EQ(wayOf(Solver, G).Length, 1);
  EXPECT_EQ(wayOf(Solver, H).Length, 0);
  EXPECT_THAT(chain(P, Solver, F), ElementsAre("f", "g", "h", "sleep"));
}

TEST(Effects, ShortestWayOutOfAComponent) {
  // a -> b -> c -> a, a -> d, b -> d; only d blocks, and c reaches it last.
  Program P;
  FunctionId A = P.function("a"), B = P.function("b"), C = P.function("c"),
             D = P.function("d");
  P.calls(A, B);
  P.calls(B, C);
  P.calls(C, A);
  P.calls(C, B);
  P.calls(B, D);
  P.blocks(D);
  EffectSolver Solver(P);
  EXPECT_EQ(wayOf(Solver, B).Length, 1);
  EXPECT_EQ(wayOf(Solver, A).Length, 2);
  EXPECT_EQ(wayOf(Solver, C).Length, 2);
  EXPECT_EQ(wayOf(Solver, C).Next, B);
}

TEST(Effects, ComponentsBelowComponents) {
  Program P;
  FunctionId A = P.function("a"), B = P.function("b"), C = P.function("c"),
             D = P.function("d");
  P.calls(A, B);
  P.calls(B, A);
  P.calls(B, C);
  P.calls(C, D);
  P.calls(D, C);
  P.blocks(D, Category::Dns, "getaddrinfo");
  EffectSolver Solver(P);
  EXPECT_THAT(chain(P, Solver, A),
              ElementsAre("a", "b", "c", "d", "getaddrinfo"));
}

TEST(Effects, LongChains) {
  constexpr unsigned Depth = 2000;
  Program P;
  FunctionId First = P.function("f0"), Last = First;
  for (unsigned I = 1; I != Depth; ++I) {
    FunctionId Next = P.function("f");
    P.calls(Last, Next);
    Last = Next;
  }
  P.blocks(Last);
  EffectSolver Solver(P);
  EXPECT_EQ(wayOf(Solver, First).Length, Depth - 1);
  EXPECT_EQ(chain(P, Solver, First).size(), Depth + 1);
}

TEST(Effects, EachFunctionIsSolvedOnce) {
  // Without memoisation there are 2^30 ways down.
  Program P;
  FunctionId First = P.function("f"), Last = First;
  for (unsigned I = 0; I != 30; ++I) {
    FunctionId Next = P.function("f");
    P.calls(Last, Next);
    P.calls(Last, Next);
    Last = Next;
  }
  P.blocks(Last);
  EffectSolver Solver(P);
  EXPECT_EQ(wayOf(Solver, First).Length, 30);
  unsigned Asked = P.Asked;
  EXPECT_LT(Asked, 1000u);
  Solver.effect(First);
  EXPECT_EQ(P.Asked, Asked);
}

TEST(Effects, OrderOfQuestionsDoesNotMatter) {
  auto Build = [](Program &P) {
    for (const char *Name : {"a", "b", "c", "d", "e"})
      P.function(Name);
    P.calls(0, 1);
    P.calls(1, 2);
    P.calls(2, 0);
    P.calls(0, 3);
    P.calls(2, 4);
    P.calls(4, 2);
    P.blocks(3, Category::Sleep, "three");
    P.blocks(4, Category::Sleep, "four");
    P.loops(3, 50000);
    P.loops(1, 70000);
  };
  Program Reference;
  Build(Reference);
  EffectSolver Expected(Reference);
  for (FunctionId F = 0; F != 5; ++F)
    Expected.effect(F);
  std::vector<FunctionId> Order{0, 1, 2, 3, 4};
  do {
    Program P;
    Build(P);
    EffectSolver Solver(P);
    for (FunctionId F : Order)
      Solver.effect(F);
    for (FunctionId F = 0; F != 5; ++F) {
      for (Category C : {Category::Sleep, Category::Cpu}) {
        EXPECT_EQ(wayOf(Solver, F, C).Length, wayOf(Expected, F, C).Length);
        EXPECT_EQ(wayOf(Solver, F, C).Next, wayOf(Expected, F, C).Next);
        EXPECT_EQ(wayOf(Solver, F, C).Site, wayOf(Expected, F, C).Site);
      }
      EXPECT_EQ(chain(P, Solver, F), chain(Reference, Expected, F));
    }
  } while (std::next_permutation(Order.begin(), Order.end()));
}

//===----------------------------------------------------------------------===//
// Computing
//===----------------------------------------------------------------------===//

TEST(Effects, LongestLoopWins) {
  Program P;
  FunctionId F = P.function("f"), G = P.function("g"), H = P.function("h");
  P.calls(F, G);
  P.loops(G, 20000);
  P.calls(G, H);
  P.loops(H, 5000000);
  EffectSolver Solver(P);
  EXPECT_EQ(wayOf(Solver, F, Category::Cpu).Iterations, 5000000u);
  EXPECT_THAT(chain(P, Solver, F), ElementsAre("f", "g", "h", "loop"));
}

TEST(Effects, ShorterWayToEquallyLongLoops) {
  Program P;
  FunctionId F = P.function("f"), G = P.function("g"), H = P.function("h");
  P.calls(F, G);
  P.calls(G, H);
  P.loops(H, 20000);
  P.loops(G, 20000);
  EffectSolver Solver(P);
  EXPECT_EQ(wayOf(Solver, F, Category::Cpu).Length, 1);
}

TEST(Effects, KnownCallsBeatLoops) {
  Program P;
  FunctionId F = P.function("f"), G = P.function("g"), H = P.function("h");
  P.calls(F, G);
  P.loops(G, Primitive::Endless);
  P.calls(G, H);
  P.blocks(H, Category::Cpu, "compress");
  EffectSolver Solver(P);
  EXPECT_THAT(chain(P, Solver, F), ElementsAre("f", "g", "h", "compress"));
}

TEST(Effects, LoopsInAComponent) {
  Program P;
  FunctionId A = P.function("a"), B = P.function("b");
  P.calls(A, B);
  P.loops(A, 30000);
  P.calls(B, A);
  P.loops(B, 40000);
  EffectSolver Solver(P);
  EXPECT_EQ(wayOf(Solver, A, Category::Cpu).Iterations, 40000u);
  EXPECT_EQ(wayOf(Solver, B, Category::Cpu).Iterations, 40000u);
  EXPECT_EQ(wayOf(Solver, B, Category::Cpu).Next, NoFunction);
}

//===----------------------------------------------------------------------===//
// Callables
//===----------------------------------------------------------------------===//

TEST(Effects, ModelledCalleeRunsACallable) {
  Program P;
  FunctionId F = P.function("f"), Lambda = P.function("lambda");
  P.blocks(Lambda);
  P.site(F).RunsInline.push_back(Lambda);
  EffectSolver Solver(P);
  EXPECT_THAT(chain(P, Solver, F), ElementsAre("f", "lambda", "sleep"));
}

TEST(Effects, CalleeRunsItsParameter) {
  Program P;
  FunctionId F = P.function("f"), Apply = P.function("apply"),
             Lambda = P.function("lambda");
  P.blocks(Lambda);
  P.site(Apply).CallsParams = {1};
  P.passes(F, Apply, 1, Lambda);
  EffectSolver Solver(P);
  EXPECT_EQ(Solver.effect(Apply).RunsParam, 2u);
  EXPECT_THAT(chain(P, Solver, F), ElementsAre("f", "lambda", "sleep"));
}

TEST(Effects, CalleeRunsAnotherParameter) {
  Program P;
  FunctionId F = P.function("f"), Apply = P.function("apply"),
             Lambda = P.function("lambda");
  P.blocks(Lambda);
  P.site(Apply).CallsParams = {1};
  P.passes(F, Apply, 0, Lambda);
  EffectSolver Solver(P);
  EXPECT_FALSE(blocks(Solver, F));
  EXPECT_THAT(chain(P, Solver, F), testing::IsEmpty());
}

TEST(Effects, CalleeOnlyKeepsItsParameter) {
  Program P;
  FunctionId F = P.function("f"), Keep = P.function("keep"),
             Lambda = P.function("lambda");
  P.blocks(Lambda);
  P.passes(F, Keep, 0, Lambda);
  EffectSolver Solver(P);
  EXPECT_FALSE(blocks(Solver, F));
}

TEST(Effects, ParametersAreHandedDown) {
  // f passes a lambda to outer, which passes its parameter 0 as parameter 2 of
  // inner, which runs it.
  Program P;
  FunctionId F = P.function("f"), Outer = P.function("outer"),
             Inner = P.function("inner"), Lambda = P.function("lambda");
  P.blocks(Lambda);
  P.site(Inner).CallsParams = {2};
  P.calls(Outer, Inner).Args.push_back({2, NoFunction, 0});
  P.passes(F, Outer, 0, Lambda);
  EffectSolver Solver(P);
  EXPECT_EQ(Solver.effect(Inner).RunsParam, 4u);
  EXPECT_EQ(Solver.effect(Outer).RunsParam, 1u);
  EXPECT_TRUE(blocks(Solver, F));
}

TEST(Effects, ParametersOfARecursiveFunction) {
  // walk(f) { walk(f); f(); }
  Program P;
  FunctionId F = P.function("f"), Walk = P.function("walk"),
             Lambda = P.function("lambda");
  P.blocks(Lambda);
  P.calls(Walk, Walk).Args.push_back({0, NoFunction, 0});
  P.site(Walk).CallsParams = {0};
  P.passes(F, Walk, 0, Lambda);
  EffectSolver Solver(P);
  EXPECT_TRUE(blocks(Solver, F));
}

TEST(Effects, ParametersPastTheBits) {
  Program P;
  FunctionId F = P.function("f"), Apply = P.function("apply"),
             Lambda = P.function("lambda");
  P.blocks(Lambda);
  P.site(Apply).CallsParams = {63, 64, 200};
  P.passes(F, Apply, 64, Lambda);
  EffectSolver Solver(P);
  EXPECT_EQ(Solver.effect(Apply).RunsParam, uint64_t(1) << 63);
  EXPECT_FALSE(blocks(Solver, F));
}

TEST(Effects, ParametersForALoop) {
  Program P;
  FunctionId Outer = P.function("outer"), Post = P.function("post");
  P.site(Post).LoopsParams = {0};
  P.calls(Outer, Post).Args.push_back({0, NoFunction, 3});
  EffectSolver Solver(P);
  EXPECT_EQ(Solver.effect(Post).LoopsParam, 1u);
  EXPECT_EQ(Solver.effect(Outer).LoopsParam, 8u);
  EXPECT_EQ(Solver.effect(Outer).RunsParam, 0u);
}

TEST(Effects, ACoroutineRunsItsParameterOnItsWorker) {
  // Not when it is called: when its task runs.
  Program P;
  FunctionId F = P.function("f"), C = P.coroutine("c"),
             Lambda = P.function("lambda"), G = P.function("g");
  P.blocks(Lambda);
  P.site(C).CallsParams = {0};
  P.passes(F, C, 0, Lambda);
  P.calls(G, C).Args.push_back({0, NoFunction, 0});
  EffectSolver Solver(P);
  EXPECT_FALSE(blocks(Solver, F));
  EXPECT_EQ(Solver.effect(G).RunsParam, 0u);
  EXPECT_EQ(Solver.effect(G).LoopsParam, 1u);
}

TEST(Effects, CallablesOnAnotherThread) {
  Program P;
  FunctionId F = P.function("f"), Lambda = P.function("lambda"),
             Apply = P.function("apply");
  P.blocks(Lambda);
  Site &S = P.site(F);
  S.RunsInline.push_back(Lambda);
  S.Thread = OnThread::Pool;
  P.site(Apply).CallsParams = {0};
  P[Apply].Sites.back().Thread = OnThread::Pool;
  EffectSolver Solver(P);
  EXPECT_FALSE(blocks(Solver, F));
  EXPECT_EQ(Solver.effect(Apply).RunsParam, 0u);
}

TEST(Effects, VisitsInlineCallables) {
  Program P;
  FunctionId F = P.function("f"), Apply = P.function("apply"),
             First = P.function("first"), Second = P.function("second"),
             Kept = P.function("kept");
  P.site(Apply).CallsParams = {0};
  Site &S = P.passes(F, Apply, 0, First);
  S.Args.push_back({1, Kept, std::nullopt});
  S.RunsInline.push_back(Second);
  EffectSolver Solver(P);
  std::vector<FunctionId> Visited;
  Solver.forEachInline(
      S, [&](FunctionId Callable) { Visited.push_back(Callable); });
  EXPECT_THAT(Visited, testing::UnorderedElementsAre(First, Second));
}

//===----------------------------------------------------------------------===//
// Allowances
//===----------------------------------------------------------------------===//

TEST(Effects, ALongCycleCostsNoMoreThanItsLength) {
  // The way comes round from the last function to the first.
  auto Cost = [](unsigned Length) {
    Program P;
    std::vector<FunctionId> Ids;
    for (unsigned I = 0; I != Length; ++I)
      Ids.push_back(P.function("f"));
    for (unsigned I = 0; I != Length; ++I)
      P.calls(Ids[I], Ids[(I + 1) % Length]);
    P.blocks(Ids.back());
    EffectSolver Solver(P);
    EXPECT_EQ(wayOf(Solver, Ids.front()).Length, Length - 1);
    return P.Asked;
  };
  EXPECT_LE(Cost(2000), 12 * Cost(200));
}

TEST(Effects, AllowedCallsAreNotTheCallersBusiness) {
  Program P;
  FunctionId F = P.function("f"), G = P.function("g");
  P.calls(F, G);
  P[G].Allowances = {{Place{1}, "why"}};
  P.blocks(G).Allowed = 0;
  EffectSolver Solver(P);
  EXPECT_FALSE(blocks(Solver, F));
  EXPECT_FALSE(blocks(Solver, G));
  EXPECT_TRUE(Solver.isUsed(G, 0));
  EXPECT_FALSE(Solver.isUsed(F, 0));
}

TEST(Effects, AllowedCallsOfFunctionsThatBlock) {
  Program P;
  FunctionId F = P.function("f"), G = P.function("g");
  P[F].Allowances = {{Place{1}, "used"}, {Place{2}, "unused"}};
  P.calls(F, G).Allowed = 0;
  P.calls(F, P.function("quiet")).Allowed = 1;
  P.blocks(G);
  EffectSolver Solver(P);
  EXPECT_FALSE(blocks(Solver, F));
  EXPECT_TRUE(blocks(Solver, G));
  EXPECT_TRUE(Solver.isUsed(F, 0));
  EXPECT_FALSE(Solver.isUsed(F, 1));
}

TEST(Effects, WhatStandsBesideAnAllowance) {
  Program P;
  FunctionId F = P.function("f");
  P[F].Allowances = {{Place{1}, "why"}};
  P.blocks(F, Category::Sleep, "allowed").Allowed = 0;
  P.blocks(F, Category::Sleep, "reported");
  EffectSolver Solver(P);
  EXPECT_EQ(wayOf(Solver, F).Site, 1u);
}

TEST(Effects, AllowedCallables) {
  // What a caller passes to a function that runs it under an allowance is
  // allowed as well.
  Program P;
  FunctionId F = P.function("f"), Apply = P.function("apply"),
             Lambda = P.function("lambda");
  P[Apply].Allowances = {{Place{1}, "why"}};
  P.blocks(Lambda);
  Site &S = P.site(Apply);
  S.CallsParams = {0};
  S.Allowed = 0;
  P.passes(F, Apply, 0, Lambda);
  EffectSolver Solver(P);
  EXPECT_FALSE(blocks(Solver, F));
  EXPECT_TRUE(Solver.isUsed(Apply, 0));
}

//===----------------------------------------------------------------------===//
// What matters to others
//===----------------------------------------------------------------------===//

TEST(Effects, WhatOnlyComputesMattersToNobody) {
  Program P;
  FunctionId F = P.function("f"), G = P.function("g"), Task = P.coroutine("t");
  P.calls(F, G);
  P.calls(G, F);
  P.calls(Task, F);
  P.calls(F, Task);
  EffectSolver Solver(P);
  for (FunctionId Each : {F, G, Task})
    EXPECT_FALSE(Solver.matters(Each));
  EXPECT_FALSE(Solver.leads(P[F].Sites.front()));
}

TEST(Effects, AFunctionMattersByWhatItReaches) {
  Program P;
  FunctionId Blocking = P.function("blocking"), Runs = P.function("runs"),
             Open = P.function("open"), Mover = P.function("mover"),
             Elsewhere = P.function("elsewhere");
  P[Elsewhere].HasBody = false;
  P.blocks(Blocking);
  P.site(Runs).CallsParams = {0};
  P.site(Open).Externals = {Elsewhere};
  P.site(Mover).Moves = Site::InPlace;
  EffectSolver Solver(P);
  for (FunctionId Each : {Blocking, Runs, Open, Mover}) {
    FunctionId Caller = P.function("caller");
    P.calls(Caller, Each);
    EXPECT_TRUE(Solver.matters(Each)) << P[Each].Name;
    // Who calls it with a callable of his own does nothing to his caller.
    EXPECT_EQ(Solver.matters(Caller), Each != Runs) << P[Each].Name;
  }
}

TEST(Effects, ATaskMattersByWhatItGivesAway) {
  Program P;
  FunctionId Blocking = P.coroutine("blocking"), Mover = P.coroutine("mover");
  P.blocks(Blocking);
  P.site(Mover).Moves = Site::InPlace;
  FunctionId Awaits = P.coroutine("awaits"), Makes = P.function("makes"),
             Marked = P.function("marked");
  P.calls(Awaits, Mover).Awaited = true;
  P.calls(Makes, Mover);
  P.calls(Marked, Makes);
  P[Makes].NonBlocking = true;
  EffectSolver Solver(P);
  // Nobody blocks by awaiting what blocks itself.
  EXPECT_FALSE(Solver.matters(Blocking));
  EXPECT_TRUE(Solver.doesAnything(Blocking));
  for (FunctionId Each : {Mover, Awaits, Makes})
    EXPECT_TRUE(Solver.matters(Each)) << P[Each].Name;
  EXPECT_FALSE(Solver.matters(Marked));
}

} // namespace
