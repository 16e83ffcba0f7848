//===- ReportTest.cpp - Order, duplicates, summary, JSON ------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/Report.h"
#include "TestFinding.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::report;

namespace {
std::vector<std::string> places(const Report &R) {
  std::vector<std::string> Result;
  for (const Finding &F : R.Findings)
    Result.push_back(F.Where.File + ":" + std::to_string(F.Where.Line) + ":" +
                     std::to_string(F.Where.Column));
  return Result;
}

TEST(Report, SortsByPlaceNumerically) {
  Report R;
  for (auto [File, Line, Column] :
       {std::tuple("b", 1, 1), {"a", 10, 1}, {"a", 9, 12}, {"a", 9, 2}})
    R.Findings.push_back(makeFinding(File, Line, Column));
  R.normalise();
  EXPECT_EQ(places(R),
            (std::vector<std::string>{"a:9:2", "a:9:12", "a:10:1", "b:1:1"}));
}

TEST(Report, KeepsTheFirstOfEqualFindings) {
  Report R;
  R.Findings = {makeFinding("a.h", 1, 1), makeFinding("a.h", 1, 1)};
  R.Findings[0].Callee = "first";
  R.Findings[1].Callee = "second";
  R.normalise();
  ASSERT_EQ(R.Findings.size(), 1u);
  EXPECT_EQ(R.Findings[0].Callee, "first");
}

TEST(Report, KeepsFindingsThatDifferInCheckOrMessage) {
  Report R;
  R.Findings = {makeFinding("a.h", 1, 1), makeFinding("a.h", 1, 1, "other"),
                makeFinding("a.h", 1, 1)};
  R.Findings[2].Check = "async-nested-block-on";
  R.normalise();
  EXPECT_EQ(R.Findings.size(), 3u);
}

TEST(Report, SuppressedOnlyWhereAllUnitsSay) {
  Report R;
  R.Findings = {makeFinding("a.h", 1, 1), makeFinding("a.h", 1, 1),
                makeFinding("b.h", 1, 1), makeFinding("b.h", 1, 1)};
  R.Findings[0].Suppressed = "NOLINT";
  R.Findings[2].Suppressed = R.Findings[3].Suppressed = "NOLINT";
  R.normalise();
  ASSERT_EQ(R.Findings.size(), 2u);
  EXPECT_FALSE(R.Findings[0].Suppressed);
  EXPECT_TRUE(R.Findings[1].Suppressed);
}

TEST(Report, WithdrawsFixesThatUnitsDisagreeAbout) {
  Report R;
  R.Findings = {makeFinding("a.h", 1, 1), makeFinding("a.h", 1, 1),
                makeFinding("a.h", 2, 1), makeFinding("a.h", 2, 1, "other"),
                makeFinding("a.h", 3, 1), makeFinding("a.h", 3, 1),
                makeFinding("a.h", 4, 1), makeFinding("a.h", 4, 1)};
  for (unsigned I = 0; I != 7; ++I)
    R.Findings[I].Fixes.push_back({"a.h", I, 1, "x"});
  R.Findings[5].Fixes = R.Findings[4].Fixes; // agreed
  R.Findings[7].Check = "async-nested-block-on";
  R.normalise();
  ASSERT_EQ(R.Findings.size(), 6u);
  for (unsigned I = 0; I != 3; ++I) {
    EXPECT_TRUE(R.Findings[I].FixesDisagree) << I;
    EXPECT_TRUE(R.Findings[I].Fixes.empty()) << I;
  }
  EXPECT_FALSE(R.Findings[3].FixesDisagree);
  EXPECT_EQ(R.Findings[3].Fixes.size(), 1u);
  // Two checks need not agree.
  EXPECT_FALSE(R.Findings[4].FixesDisagree || R.Findings[5].FixesDisagree);
}

TEST(Report, Summary) {
  Report R;
  R.Units = R.Analysed = 1;
  EXPECT_EQ(R.summary(), "0 findings; 1 translation unit analysed");

  R.Findings = {makeFinding("a", 1, 1)};
  EXPECT_EQ(R.summary(),
            "1 finding (1 stall) in 1 file; 1 translation unit analysed");

  R.Units = 41;
  R.Analysed = 40;
  R.Findings = {makeFinding("a", 1, 1), makeFinding("b", 1, 1),
                makeFinding("b", 2, 1), makeFinding("c", 1, 1)};
  R.Findings[0].Severity = model::Tier::Advice;
  R.Findings[1].Severity = model::Tier::Deadlock;
  R.Findings[3].Suppressed = "NOLINT";
  EXPECT_EQ(R.summary(), "3 findings (1 deadlock, 1 stall, 1 advice) in 2 "
                         "files; 40 of 41 translation units analysed");

  R.Interrupted = true;
  R.Findings.clear();
  EXPECT_EQ(R.summary(),
            "0 findings; interrupted: 40 of 41 translation units analysed");

  R.Interrupted = false;
  R.FromCache = 39;
  EXPECT_EQ(R.summary(), "0 findings; 40 of 41 translation units analysed, 39 "
                         "of them in an earlier run");
}

Finding roundTrip(const Finding &F) {
  std::string Text = formatv("{0}", json::Value(F));
  Expected<json::Value> V = json::parse(Text);
  EXPECT_TRUE(bool(V)) << toString(V.takeError());
  Finding Result;
  json::Path::Root Root;
  EXPECT_TRUE(fromJSON(*V, Result, Root)) << toString(Root.getError());
  return Result;
}

TEST(FindingJSON, RoundTrips) {
  Finding F = makeFinding("/src/a.cpp", 3, 5, "a \"message\"\n\xC3\xA4");
  F.Where.EndLine = 3;
  F.Where.EndColumn = 9;
  F.Severity = model::Tier::Deadlock;
  F.Kind = model::Category::SyncWait;
  F.Suppressed = "";
  for (NoteKind Kind :
       {NoteKind::Chain, NoteKind::Context, NoteKind::Remedy, NoteKind::Other})
    F.Notes.push_back({Kind, {"/src/b.h", 1, 2}, "a note"});
  F.Fixes.push_back({"/src/a.cpp", 10, 3, "co_await f()"});

  Finding G = roundTrip(F);
  EXPECT_EQ(G.Check, F.Check);
  EXPECT_EQ(G.Severity, F.Severity);
  EXPECT_EQ(G.Kind, F.Kind);
  EXPECT_EQ(G.Callee, F.Callee);
  EXPECT_EQ(G.Where.key(), F.Where.key());
  EXPECT_EQ(G.Where.EndLine, 3u);
  EXPECT_EQ(G.Where.EndColumn, 9u);
  EXPECT_EQ(G.Message, F.Message);
  EXPECT_EQ(G.Suppressed, F.Suppressed);
  ASSERT_EQ(G.Notes.size(), 4u);
  for (size_t I = 0; I != 4; ++I) {
    EXPECT_EQ(G.Notes[I].Kind, F.Notes[I].Kind);
    EXPECT_EQ(G.Notes[I].Where.key(), F.Notes[I].Where.key());
    EXPECT_EQ(G.Notes[I].Message, "a note");
  }
  ASSERT_EQ(G.Fixes.size(), 1u);
  EXPECT_EQ(G.Fixes[0].Offset, 10u);
  EXPECT_EQ(G.Fixes[0].Length, 3u);
  EXPECT_EQ(G.Fixes[0].Text, "co_await f()");
}

TEST(FindingJSON, LeavesOutWhatIsNotThere) {
  Finding F = makeFinding("a", 1, 1);
  F.Kind.reset();
  Finding G = roundTrip(F);
  EXPECT_FALSE(G.Kind);
  EXPECT_FALSE(G.Suppressed);
  EXPECT_EQ(G.Where.EndLine, 0u);
}

TEST(FindingJSON, RepairsTextThatIsNotUTF8) {
  Finding F = makeFinding("a", 1, 1, "caf\xE9");
  EXPECT_EQ(roundTrip(F).Message, "caf\xEF\xBF\xBD");
}

TEST(FindingJSON, RefusesUnknownWords) {
  for (auto [Key, Word] : {std::pair("tier", "fatal"), {"category", "magic"}}) {
    json::Value V(makeFinding("a", 1, 1));
    (*V.getAsObject())[Key] = Word;
    Finding F;
    json::Path::Root Root;
    EXPECT_FALSE(fromJSON(V, F, Root));
    consumeError(Root.getError());
  }
}

TEST(FailureJSON, RoundTrips) {
  Failure F{"/src/a.cpp", {"/src/b.h", 2, 3}, "no such type"};
  Failure G;
  json::Path::Root Root;
  ASSERT_TRUE(fromJSON(json::Value(F), G, Root));
  EXPECT_EQ(G.File, F.File);
  EXPECT_EQ(G.Where.key(), F.Where.key());
  EXPECT_EQ(G.Reason, F.Reason);
}
} // namespace
