//===- FixPlanTest.cpp - Which fixes go together --------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/FixPlan.h"
#include "TestFinding.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace unblock::report;

namespace {
struct FixPlanTest : testing::Test {
  std::vector<Finding> Findings;
  std::string Locked;

  /// Of a check of its own.
  void add(std::vector<Replacement> Fixes) {
    Findings.push_back(makeFinding("a", Findings.size() + 1, 1));
    Findings.back().Check += std::to_string(Findings.size());
    Findings.back().Fixes = std::move(Fixes);
  }

  /// Of one and the same check.
  void addOfOne(std::vector<Replacement> Fixes) {
    add(std::move(Fixes));
    Findings.back().Check = "async-one";
  }

  FixPlan plan() {
    return planFixes(Findings, [&](StringRef File) { return File != Locked; });
  }

  /// One letter for each finding: none, planned, overlaps, locked.
  std::string states() {
    std::string Result;
    for (FixState State : plan().States)
      Result += "npol"[unsigned(State)];
    return Result;
  }

  std::string fixed(StringRef Text, const std::string &File = "a") {
    return applyChanges(Text, plan().Files[File]);
  }
};

TEST_F(FixPlanTest, AppliesWhatIsApart) {
  add({{"a", 4, 1, "E"}});
  add({{"a", 0, 1, "AAA"}, {"b", 0, 0, "x"}});
  add({});
  EXPECT_EQ(states(), "ppn");
  EXPECT_EQ(fixed("abcdef"), "AAAbcdEf");
  EXPECT_EQ(fixed("", "b"), "x");
}

TEST_F(FixPlanTest, LeavesSuppressedFindingsAlone) {
  add({{"a", 0, 1, "A"}});
  Findings[0].Suppressed = "NOLINT";
  EXPECT_EQ(states(), "n");
  EXPECT_EQ(fixed("abc"), "abc");
}

TEST_F(FixPlanTest, TheEarlierFindingWins) {
  add({{"a", 2, 3, "X"}});
  add({{"a", 4, 2, "Y"}});
  add({{"a", 6, 1, "Z"}}); // did not overlap with the first one
  EXPECT_EQ(states(), "pop");
  EXPECT_EQ(fixed("0123456789"), "01X5Z789");
}

TEST_F(FixPlanTest, AllReplacementsOrNone) {
  add({{"a", 0, 2, "X"}});
  add({{"a", 1, 1, "Y"}, {"a", 8, 1, "Z"}, {"b", 0, 0, "W"}});
  EXPECT_EQ(states(), "po");
  EXPECT_EQ(fixed("0123456789"), "X23456789");
  EXPECT_EQ(fixed("", "b"), "");
}

TEST_F(FixPlanTest, InsideOfWhatAnotherFixWraps) {
  add({{"a", 0, 0, "await(["}, {"a", 6, 0, "])"}});
  add({{"a", 2, 3, "co_await g()"}});
  EXPECT_EQ(states(), "po");
}

TEST_F(FixPlanTest, WrapsWhatAnotherFixChanges) {
  add({{"a", 2, 3, "co_await g()"}});
  add({{"a", 0, 0, "await(["}, {"a", 6, 0, "])"}});
  EXPECT_EQ(states(), "po");
}

TEST_F(FixPlanTest, TouchingIsOverlapping) {
  add({{"a", 0, 0, "("}, {"a", 3, 0, ")"}});
  add({{"a", 3, 0, "("}, {"a", 5, 0, ")"}});
  EXPECT_EQ(states(), "po");
}

TEST_F(FixPlanTest, EqualEndsOfNestedWrapsAreNotOne) {
  add({{"a", 0, 0, "("}, {"a", 3, 0, ")"}});
  add({{"a", 1, 0, "("}, {"a", 3, 0, ")"}});
  EXPECT_EQ(states(), "po");
}

TEST_F(FixPlanTest, FixesOfOneCheckMayNest) {
  // 01234567 -> (0[3|67]), the inner ones beside what the outer one replaces
  addOfOne({{"a", 0, 2, "outer("}, {"a", 6, 1, ")"}});
  addOfOne({{"a", 2, 0, "inner("}, {"a", 6, 0, ")"}});
  EXPECT_EQ(states(), "pp");
  EXPECT_EQ(fixed("01234567"), "outer(inner(2345))7");
  std::swap(Findings[0], Findings[1]);
  EXPECT_EQ(states(), "pp");
  EXPECT_EQ(fixed("01234567"), "outer(inner(2345))7");
}

TEST_F(FixPlanTest, FixesOfOneCheckMayNotOverlap) {
  addOfOne({{"a", 0, 0, "("}, {"a", 6, 0, ")"}});
  addOfOne({{"a", 2, 0, "("}, {"a", 6, 0, ")"}}); // no order
  addOfOne({{"a", 4, 3, "x"}});                   // over the first one's end
  addOfOne({{"a", 6, 1, "x"}});
  EXPECT_EQ(states(), "poop");
}

TEST_F(FixPlanTest, TheSameFixAroundAnother) {
  for (int I = 0; I != 2; ++I)
    addOfOne({{"a", 0, 0, "("}, {"a", 6, 0, ")"}});
  addOfOne({{"a", 2, 1, "x"}});
  addOfOne({{"a", 0, 0, "("}, {"a", 6, 0, ")"}});
  EXPECT_EQ(states(), "pppp");
  EXPECT_EQ(fixed("0123456"), "(01x345)6");
}

TEST_F(FixPlanTest, TheSameFixOfTwoFindingsIsOne) {
  for (int I = 0; I != 2; ++I)
    add({{"a", 1, 1, "X"}, {"a", 4, 0, "Y"}, {"b", 0, 0, "Z"}});
  EXPECT_EQ(states(), "pp");
  EXPECT_EQ(fixed("01234"), "0X23Y4");
  EXPECT_EQ(fixed("", "b"), "Z");
}

TEST_F(FixPlanTest, PartOfAFixIsNotThatFix) {
  add({{"a", 1, 1, "X"}, {"a", 4, 0, "Y"}});
  add({{"a", 1, 1, "X"}});
  EXPECT_EQ(states(), "po");
}

TEST_F(FixPlanTest, OneIncludeForManyFixes) {
  add({{"a", 0, 0, "#include <x>\n"}, {"a", 20, 1, "X"}});
  add({{"a", 0, 0, "#include <x>\n"}, {"a", 22, 1, "Y"}});
  add({{"a", 0, 0, "#include <y>\n"}, {"a", 24, 1, "Z"}});
  EXPECT_EQ(states(), "ppp");
  EXPECT_EQ(fixed("0123456789012345678 abcdef"),
            "#include <x>\n#include <y>\n0123456789012345678 XbYdZf");
}

TEST_F(FixPlanTest, IncludeOfAFixThatIsNotMade) {
  add({{"a", 20, 2, "X"}});
  add({{"a", 0, 0, "#include <x>\n"}, {"a", 21, 1, "Y"}});
  EXPECT_EQ(states(), "po");
  EXPECT_EQ(fixed("0123456789012345678 abcdef"), "0123456789012345678 Xcdef");
}

TEST_F(FixPlanTest, IncludeBesideCode) {
  // Between two replacements, directly before one, and inside of one.
  add({{"a", 0, 1, "A"}, {"a", 4, 1, "B"}});
  add({{"a", 2, 0, "#include <x>\n"}});
  add({{"a", 4, 0, "#include <y>\n"}});
  EXPECT_EQ(states(), "ppp");
  EXPECT_EQ(fixed("012345"), "A1#include <x>\n23#include <y>\nB5");
  Findings.clear();
  add({{"a", 0, 4, "A"}});
  add({{"a", 2, 0, "#include <x>\n"}});
  EXPECT_EQ(states(), "po");
  std::swap(Findings[0], Findings[1]);
  EXPECT_EQ(states(), "po");
}

TEST_F(FixPlanTest, OtherFileIsLocked) {
  Locked = "b";
  add({{"a", 0, 1, "X"}, {"b", 0, 0, "Y"}});
  add({{"a", 0, 1, "Z"}});
  EXPECT_EQ(states(), "lp");
  EXPECT_EQ(fixed("abc"), "Zbc");
}

TEST_F(FixPlanTest, ReplacementsOfOneFixMayTouch) {
  add({{"a", 3, 0, "y"}, {"a", 0, 3, "x"}, {"a", 3, 0, "z"}});
  EXPECT_EQ(states(), "p");
  EXPECT_EQ(fixed("0123"), "xyz3");
  EXPECT_EQ(plan().Files["a"].size(), 1u);
}

TEST_F(FixPlanTest, ReplacementsOfOneFixMayNotOverlap) {
  add({{"a", 0, 3, "x"}, {"a", 2, 3, "y"}});
  EXPECT_EQ(states(), "o");
  EXPECT_EQ(fixed("0123"), "0123");
}

TEST(IncludeInsertion, IsOneOfIncludesOnly) {
  auto Is = [](StringRef Text, unsigned Length = 0) {
    return isIncludeInsertion({"a", 0, Length, Text.str()});
  };
  EXPECT_TRUE(Is("#include <x>\n"));
  EXPECT_TRUE(Is("\n#  include \"x\"\r\n#include <y>"));
  EXPECT_FALSE(Is("#include <x>\n", 1));
  EXPECT_FALSE(Is("#include <x>\nint i;"));
  EXPECT_FALSE(Is(""));
  EXPECT_FALSE(Is("\n"));
}

TEST(Shifted, FollowsTheText) {
  std::vector<Replacement> Changes{{"a", 2, 0, "xx"}, {"a", 4, 3, "y"}};
  // 0123456789 -> 01xx23y789
  EXPECT_EQ(applyChanges("0123456789", Changes), "01xx23y789");
  unsigned Wanted[] = {0, 1, 4, 5, 6, 7, 7, 7, 8, 9, 10};
  for (unsigned I = 0; I != std::size(Wanted); ++I)
    EXPECT_EQ(shifted(I, Changes), Wanted[I]) << I;
}
} // namespace
