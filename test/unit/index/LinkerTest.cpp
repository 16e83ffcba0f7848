//===- LinkerTest.cpp - From units to the project -------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/index/Linker.h"
#include "TestModules.h"
#include "lib/index/Store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace unblock;
using namespace unblock::index;
using namespace unblock::test;

static bool blocks(Whole &W, FunctionId F) {
  return llvm::any_of(W.effects().effect(F).Ways,
                      [](const analysis::Way &Way) { return bool(Way); });
}

/// Does the function \p F of \p U block within \p P?
static bool blocks(const Project &P, const Unit &U, FunctionId F) {
  Whole W(P, U);
  return blocks(W, W.own(F));
}

static std::string bytesOf(const Project &P) {
  std::string Bytes;
  llvm::raw_string_ostream OS(Bytes);
  write(P, OS);
  return Bytes;
}

TEST(Linker, FollowsCallsThroughManyUnits) {
  // Longer than a stack would bear.
  constexpr unsigned Length = 20000;
  std::vector<Unit> Units;
  for (unsigned I = 0; I != Length; ++I) {
    UnitMaker M("u" + std::to_string(I) + ".cpp");
    FunctionId F =
        M.function("f" + std::to_string(I), "c:@F@f" + std::to_string(I) + "#");
    if (I + 1 == Length)
      M.blocks(F);
    else
      M.callsOut(F, M.external("next", "c:@F@f" + std::to_string(I + 1) + "#"));
    Units.push_back(std::move(M.U));
  }
  std::vector<const Unit *> All;
  for (const Unit &U : Units)
    All.push_back(&U);
  Project P = link(All);
  EXPECT_TRUE(blocks(P, Units.front(), 0));
  EXPECT_EQ(P.Functions.size(), Length);
}

TEST(Linker, SolvesCyclesThroughUnits) {
  UnitMaker A("a.cpp"), B("b.cpp");
  FunctionId FA = A.function("a", "c:@F@a#");
  A.callsOut(FA, A.external("b", "c:@F@b#"));
  FunctionId FB = B.function("b", "c:@F@b#");
  B.callsOut(FB, B.external("a", "c:@F@a#"));
  EXPECT_FALSE(blocks(link({&A.U, &B.U}), A.U, FA));
  B.blocks(FB);
  EXPECT_TRUE(blocks(link({&A.U, &B.U}), A.U, FA));
}

TEST(Linker, UnitsTakeTurns) {
  UnitMaker Library("library.cpp");
  FunctionId Sleeps = Library.function("sleeps", "c:@F@sleeps#");
  Library.blocks(Sleeps);
  FunctionId Calls = Library.function("calls", "c:@F@calls#");
  Library.calls(Calls, Sleeps);
  Project P = link({&Library.U});
  Whole All(P);
  // Often enough that what was computed is forgotten now and then.
  for (unsigned I = 0; I != 200000; ++I) {
    UnitMaker User("user.cpp");
    FunctionId F = User.function("f", "");
    if (I % 2)
      User.callsOut(F, User.external("calls", "c:@F@calls#"));
    All.enter(User.U);
    ASSERT_EQ(blocks(All, All.own(F)), I % 2 != 0);
  }
}

TEST(Linker, DoesNotDependOnTheOrder) {
  UnitMaker A("a.cpp"), B("b.cpp"), C("c.cpp");
  for (UnitMaker *M : {&A, &B, &C}) {
    // An inline function in a header.
    M->U.Files.push_back("shared.h");
    M->U.Positions.push_back({1, 7, 3});
    FunctionId F = M->function("shared", "c:@F@shared#");
    M->U.Functions[F].At = {uint32_t(1)};
    if (M != &B)
      M->blocks(F);
    FunctionId G = M->function("g", "c:@F@g" + M->U.MainFile + "#");
    M->calls(G, F);
  }
  std::string First = bytesOf(link({&A.U, &B.U, &C.U}));
  EXPECT_EQ(First, bytesOf(link({&C.U, &B.U, &A.U})));
  EXPECT_EQ(First, bytesOf(link({&B.U, &C.U, &A.U})));
}

TEST(Linker, KeepsOnlyWhatMattersToCallers) {
  UnitMaker A("a.cpp");
  FunctionId Quick = A.function("quick", "c:@F@quick#");
  FunctionId Slow = A.function("slow", "c:@F@slow#");
  FunctionId Hidden = A.function("hidden", "");
  FunctionId Unused = A.function("unused", "");
  FunctionId Task = A.function("task", "c:@F@task#");
  A.U.Functions[Task].IsCoroutine = true;
  A.blocks(Task);
  A.calls(Slow, Quick);
  A.calls(Slow, Hidden);
  A.blocks(Hidden);
  A.blocks(Unused);
  Project P = link({&A.U});
  std::vector<std::string> Names;
  for (const Function &F : P.Functions)
    Names.push_back(F.Name);
  EXPECT_THAT(Names, testing::UnorderedElementsAre("slow", "hidden"));
}

TEST(Linker, ForeignCodeThatIsDefinedIsNotForeign) {
  UnitMaker A("a.cpp"), B("b.cpp");
  FunctionId F = A.function("f", "c:@F@f#");
  analysis::Site &S = A.callsOut(F, A.external("known", "c:@F@known"));
  S.Blocks.emplace();
  S.Blocks->Kind = model::Category::Ffi;
  EXPECT_TRUE(blocks(link({&A.U}), A.U, F));
  B.function("known", "c:@F@known");
  EXPECT_FALSE(blocks(link({&A.U, &B.U}), A.U, F));
  // What is kept is read back alike.
  Project P = link({&A.U, &B.U});
  llvm::Expected<Project> Read = readProject(bytesOf(P), "p");
  ASSERT_TRUE(bool(Read));
  EXPECT_FALSE(blocks(*Read, A.U, F));
}

TEST(Linker, FunctionsOfOneNameAreNobodys) {
  UnitMaker A("a.cpp"), B("b.cpp"), User("user.cpp");
  FunctionId Slow = A.function("helper", "c:@F@helper#");
  A.blocks(Slow);
  B.place(); // elsewhere in its file
  FunctionId Quick = B.function("helper", "c:@F@helper#");
  FunctionId F = User.function("f", "c:@F@f#");
  User.callsOut(F, User.external("helper", "c:@F@helper#"));
  Project P = link({&A.U, &B.U, &User.U});
  EXPECT_FALSE(blocks(P, User.U, F));
  EXPECT_TRUE(blocks(P, A.U, Slow));
  EXPECT_FALSE(blocks(P, B.U, Quick));
  EXPECT_TRUE(blocks(link({&A.U, &User.U}), User.U, F));
}
