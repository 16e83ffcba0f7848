//===- SuppressionsTest.cpp - NOLINT comments that suppress nothing -------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/Suppressions.h"
#include "TestFinding.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace unblock::report;

namespace {
void add(SuppressionReader &Reader, StringRef File, unsigned Line,
         unsigned Column, StringRef Comment) {
  Reader.add(File, Comment, {0, Comment.size()}, Line, Column);
}

/// "check first-last" for each name in \p Comment, which begins in line 10.
std::string read(StringRef Comment) {
  SuppressionReader Reader;
  add(Reader, "/a.cpp", 10, 3, Comment);
  std::string Text;
  raw_string_ostream OS(Text);
  for (const Suppression &S : Reader.take())
    OS << S.Check << ' ' << S.FirstLine << '-' << S.LastLine << ';';
  return Text;
}

TEST(SuppressionReader, ReadsNames) {
  EXPECT_EQ(read("// NOLINT(async-x): why"), "async-x 10-10;");
  EXPECT_EQ(read("// NOLINTNEXTLINE( async-x , misc-y,async-*)"),
            "async-x 11-11;async-* 11-11;");
  EXPECT_EQ(read("/* one\n two NOLINT(async-x) */"), "async-x 11-11;");
  EXPECT_EQ(read("/* NOLINT(async-x) NOLINTNEXTLINE(async-y) */"),
            "async-x 10-10;async-y 11-11;");
}

TEST(SuppressionReader, LeavesAloneWhatIsNotForUs) {
  for (StringRef Comment :
       {"// NOLINT", "// NOLINT()", "// NOLINT(*)", "// NOLINT(misc-x)",
        "// NOLINT(async-x", "/* NOLINT(async-x\n) */", "// NOLINT (async-x)",
        "// NOLINTX(async-x)", "// NOLINT(async-*,-async-x)",
        "// NOLINT(-async-x)", "// async-x", "// NOLINTBEGIN(async-x)",
        "// NOLINTEND(async-x)"})
    EXPECT_EQ(read(Comment), "") << Comment.str();
}

TEST(SuppressionReader, PairsBlocks) {
  SuppressionReader Reader;
  add(Reader, "/a.cpp", 1, 1, "// NOLINTBEGIN(async-x)");
  add(Reader, "/h.h", 1, 1, "// NOLINTBEGIN(async-y)");
  add(Reader, "/h.h", 3, 1, "// NOLINTEND(async-y)");
  add(Reader, "/h.h", 5, 1, "// NOLINTEND(async-x)"); // begins in another file
  add(Reader, "/a.cpp", 7, 1, "// NOLINTBEGIN");
  add(Reader, "/a.cpp", 8, 1, "// NOLINTEND");
  add(Reader, "/a.cpp", 9, 1, "// NOLINTEND(async-x)");
  std::vector<Suppression> Found = Reader.take();
  ASSERT_EQ(Found.size(), 2u);
  EXPECT_EQ(Found[0].Where.File, "/h.h");
  EXPECT_EQ(Found[0].FirstLine, 1u);
  EXPECT_EQ(Found[0].LastLine, 3u);
  EXPECT_EQ(Found[1].Where.File, "/a.cpp");
  EXPECT_EQ(Found[1].Where.Line, 1u);
  EXPECT_EQ(Found[1].LastLine, 9u);
}

TEST(SuppressionReader, CountsACommentOnce) {
  SuppressionReader Reader;
  for (int I = 0; I < 2; ++I)
    add(Reader, "/h.h", 1, 1, "// NOLINT(async-x)");
  EXPECT_EQ(Reader.take().size(), 1u);
}

TEST(SuppressionReader, KnowsThePlace) {
  SuppressionReader Reader;
  add(Reader, "/a.cpp", 4, 7, "// NOLINT(async-x): why");
  add(Reader, "/a.cpp", 5, 7, "/*\n  NOLINT(async-x) */");
  std::vector<Suppression> Found = Reader.take();
  ASSERT_EQ(Found.size(), 2u);
  EXPECT_EQ(Found[0].Where.Line, 4u);
  EXPECT_EQ(Found[0].Where.Column, 10u);
  EXPECT_EQ(Found[0].Where.EndColumn, 25u);
  EXPECT_EQ(Found[0].Comment, "NOLINT(async-x)");
  EXPECT_EQ(Found[1].Where.Line, 6u);
  EXPECT_EQ(Found[1].Where.Column, 3u);
}

class Unused : public testing::Test {
protected:
  Unused() { Comments = {comment("async-blocking-call"), comment("async-*")}; }

  static Suppression comment(std::string Check) {
    Suppression S;
    S.Where = {"/h.h", 1, 20};
    S.Comment = "NOLINT(async-blocking-call,async-*)";
    S.Check = std::move(Check);
    S.FirstLine = S.LastLine = 1;
    return S;
  }
  static Finding suppressed(unsigned Line) {
    Finding F = makeFinding("/h.h", Line, 3);
    F.Suppressed = "NOLINT";
    return F;
  }
  size_t count() const {
    return All.findings([](const Suppression &) { return true; }).size();
  }

  std::vector<Suppression> Comments;
  UnusedSuppressions All;
};

TEST_F(Unused, IsWhatNoUnitUses) {
  All.addUnit(Comments, {});
  EXPECT_EQ(count(), 2u);
  All.addUnit(Comments, {suppressed(2), makeFinding("/h.h", 1, 3)});
  EXPECT_EQ(count(), 2u);
  All.addUnit(Comments, {suppressed(1)});
  EXPECT_EQ(count(), 0u);
  All.addUnit(Comments, {});
  EXPECT_EQ(count(), 0u);
}

TEST_F(Unused, IsAboutTheName) {
  Finding F = suppressed(1);
  F.Check = "async-other";
  All.addUnit(Comments, {F});
  std::vector<Finding> Found =
      All.findings([](const Suppression &) { return true; });
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found[0].Check, "unused-suppression");
  EXPECT_EQ(Found[0].Severity, unblock::model::Tier::Advice);
  EXPECT_EQ(Found[0].Message,
            "'async-blocking-call' in 'NOLINT(async-blocking-call,async-*)' "
            "suppresses nothing");
}

TEST_F(Unused, IsOnlyWhatIsJudged) {
  All.addUnit(Comments, {});
  std::vector<Finding> Found =
      All.findings([](const Suppression &S) { return S.Check == "async-*"; });
  EXPECT_EQ(Found.size(), 1u);
}

TEST(Suppression, SurvivesJson) {
  Suppression S;
  S.Where = {"/h.h", 1, 20, 1, 30};
  S.Comment = "NOLINT(async-x)";
  S.Check = "async-x";
  S.FirstLine = 1;
  S.LastLine = 4;
  S.Parts = {{30, std::nullopt}, {50, Cut{40, 20, true}}};
  Suppression Read;
  json::Path::Root Root;
  ASSERT_TRUE(fromJSON(json::Value(S), Read, Root));
  EXPECT_EQ(Read.Where.key(), S.Where.key());
  EXPECT_EQ(Read.Where.EndColumn, 30u);
  EXPECT_EQ(Read.Comment, S.Comment);
  EXPECT_EQ(Read.Check, S.Check);
  EXPECT_EQ(Read.FirstLine, 1u);
  EXPECT_EQ(Read.LastLine, 4u);
  ASSERT_EQ(Read.Parts.size(), 2u);
  EXPECT_EQ(Read.Parts[0].Names, 30u);
  EXPECT_FALSE(Read.Parts[0].Whole);
  EXPECT_EQ(Read.Parts[1].Names, 50u);
  ASSERT_TRUE(Read.Parts[1].Whole);
  EXPECT_EQ(Read.Parts[1].Whole->Offset, 40u);
  EXPECT_EQ(Read.Parts[1].Whole->Length, 20u);
  EXPECT_TRUE(Read.Parts[1].Whole->LeavesBlank);
}
} // namespace
