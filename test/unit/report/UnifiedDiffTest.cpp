//===- UnifiedDiffTest.cpp - Changes as a patch ---------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/UnifiedDiff.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace unblock::report;

namespace {
std::string diff(StringRef Text, std::vector<Replacement> Changes,
                 StringRef Name = "f") {
  std::string Result;
  raw_string_ostream OS(Result);
  writeUnifiedDiff(Name, Text, Changes, OS);
  return Result;
}

/// Without the two lines that name the file.
std::string hunks(StringRef Text, std::vector<Replacement> Changes) {
  StringRef Whole = "--- a/f\n+++ b/f\n";
  std::string Result = diff(Text, std::move(Changes));
  EXPECT_TRUE(StringRef(Result).starts_with(Whole)) << Result;
  return Result.substr(std::min(Result.size(), Whole.size()));
}

// Every line has two bytes.
constexpr StringLiteral Twelve = "1\n2\n3\n4\n5\n6\n7\n8\n9\na\nb\nc\n";

TEST(UnifiedDiff, NothingChanges) {
  EXPECT_EQ(diff("a\n", {}), "");
  EXPECT_EQ(diff("a\nb\n", {{"f", 0, 1, "a"}}), "");
}

TEST(UnifiedDiff, OneLine) {
  EXPECT_EQ(diff("a\nb\nc\n", {{"f", 2, 1, "x"}}), "--- a/f\n+++ b/f\n"
                                                   "@@ -1,3 +1,3 @@\n"
                                                   " a\n-b\n+x\n c\n");
}

TEST(UnifiedDiff, SeveralChangesOfOneLine) {
  EXPECT_EQ(hunks("abc\n", {{"f", 0, 1, "x"}, {"f", 2, 1, ""}}),
            "@@ -1 +1 @@\n-abc\n+xb\n");
}

TEST(UnifiedDiff, ThreeLinesOfContext) {
  EXPECT_EQ(hunks(Twelve, {{"f", 10, 1, "x"}}),
            "@@ -3,7 +3,7 @@\n 3\n 4\n 5\n-6\n+x\n 7\n 8\n 9\n");
}

TEST(UnifiedDiff, SeparateHunksCountOn) {
  EXPECT_EQ(hunks(Twelve, {{"f", 0, 1, "x\ny"}, {"f", 16, 2, ""}}),
            "@@ -1,4 +1,5 @@\n-1\n+x\n+y\n 2\n 3\n 4\n"
            "@@ -6,7 +7,6 @@\n 6\n 7\n 8\n-9\n a\n b\n c\n");
}

TEST(UnifiedDiff, CloseChangesShareAHunk) {
  EXPECT_EQ(hunks(Twelve, {{"f", 0, 1, "x"}, {"f", 14, 1, "y"}}),
            "@@ -1,11 +1,11 @@\n-1\n+x\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+y\n"
            " 9\n a\n b\n");
}

TEST(UnifiedDiff, InsertedLinesChangeNoOther) {
  EXPECT_EQ(hunks("a\nb\n", {{"f", 2, 0, "x\n"}}),
            "@@ -1,2 +1,3 @@\n a\n+x\n b\n");
  EXPECT_EQ(hunks("a\nb\n", {{"f", 1, 0, "\nx"}}),
            "@@ -1,2 +1,3 @@\n a\n+x\n b\n");
  EXPECT_EQ(hunks("a\nb\n", {{"f", 0, 0, "x\n"}}),
            "@@ -1,2 +1,3 @@\n+x\n a\n b\n");
  EXPECT_EQ(hunks("a\nb\n", {{"f", 4, 0, "x\n"}}),
            "@@ -1,2 +1,3 @@\n a\n b\n+x\n");
}

TEST(UnifiedDiff, RemovedLines) {
  EXPECT_EQ(hunks("a\nb\nc\n", {{"f", 2, 2, ""}}),
            "@@ -1,3 +1,2 @@\n a\n-b\n c\n");
  EXPECT_EQ(hunks("a\nb\n", {{"f", 0, 4, ""}}), "@@ -1,2 +0,0 @@\n-a\n-b\n");
}

TEST(UnifiedDiff, FromNothing) {
  EXPECT_EQ(hunks("", {{"f", 0, 0, "a\n"}}), "@@ -0,0 +1 @@\n+a\n");
}

TEST(UnifiedDiff, NoNewlineAtTheEnd) {
  EXPECT_EQ(hunks("a\nb", {{"f", 0, 1, "x"}}),
            "@@ -1,2 +1,2 @@\n-a\n+x\n b\n\\ No newline at end of file\n");
  EXPECT_EQ(hunks("a\nb", {{"f", 2, 1, "x"}}),
            "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n"
            "+x\n\\ No newline at end of file\n");
  EXPECT_EQ(hunks("a", {{"f", 1, 0, "\n"}}),
            "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

TEST(UnifiedDiff, KeepsLineEnds) {
  EXPECT_EQ(hunks("a\r\nb\r\n", {{"f", 3, 1, "x"}}),
            "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+x\r\n");
}

TEST(UnifiedDiff, NamesThatNeedCare) {
  auto Names = [](StringRef Name) {
    std::string Text = diff("a\n", {{"f", 0, 1, "b"}}, Name);
    return Text.substr(0, Text.find("@@"));
  };
  EXPECT_EQ(Names("a b"), "--- a/a b\t\n+++ b/a b\t\n");
  EXPECT_EQ(Names("a\"\n\x01\\"),
            "--- \"a/a\\\"\\n\\001\\\\\"\n+++ \"b/a\\\"\\n\\001\\\\\"\n");
  EXPECT_EQ(Names("\xC3\xA4"), "--- a/\xC3\xA4\n+++ b/\xC3\xA4\n");
}
} // namespace
