//===- WritersTest.cpp - Text, JSON and SARIF -----------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/Writers.h"
#include "TestFinding.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/Path.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::report;

namespace {
class Writers : public testing::Test {
protected:
  void SetUp() override {
    SmallString<128> Name;
    ASSERT_FALSE(sys::fs::createUniqueDirectory("writers", Name));
    Base = Name.str().str();
    File = Base + "/a b.cpp";
  }
  void TearDown() override { sys::fs::remove_directories(Base); }

  void writeSource(StringRef Text) {
    std::error_code EC;
    raw_fd_ostream(File, EC) << Text;
    ASSERT_FALSE(EC);
  }

  std::string write(void (*Writer)(const WriterInput &, raw_ostream &)) {
    SourceText Sources;
    const CheckInfo Checks[] = {
        {"async-other", "Finds.", "# async-other"},
        {"async-blocking-call", "Finds calls.", "# async-blocking-call"}};
    std::string Text;
    raw_string_ostream OS(Text);
    Writer({What, Sources, Checks, Base}, OS);
    return Text;
  }

  json::Object parse(void (*Writer)(const WriterInput &, raw_ostream &)) {
    Expected<json::Value> V = json::parse(write(Writer));
    if (!V) {
      ADD_FAILURE() << toString(V.takeError());
      return {};
    }
    return std::move(*V->getAsObject());
  }

  json::Object sarifRun() {
    json::Object Log = parse(writeSarif);
    return std::move(*(*Log.getArray("runs"))[0].getAsObject());
  }

  std::string Base, File;
  Report What;
};

TEST(RelativeTo, IsAboutWholeComponents) {
  EXPECT_EQ(relativeTo("/a/b", "/a/b/c.cpp"), "c.cpp");
  EXPECT_EQ(relativeTo("/a/b", "/a/bc.cpp"), "/a/bc.cpp");
  EXPECT_EQ(relativeTo("/a/b", "/a/b"), "/a/b");
  EXPECT_EQ(relativeTo("/", "/a.cpp"), "a.cpp");
  EXPECT_EQ(relativeTo("/a", "rel.cpp"), "rel.cpp");
  EXPECT_EQ(relativeTo("", "/a.cpp"), "/a.cpp");
}

TEST_F(Writers, TextShowsLinesAndNotes) {
  writeSource("void f() {\n\tint \xC3\xA4; sleep(1);\n}\n");
  Finding F = makeFinding(File, 2, 10);
  F.Where.EndLine = 2;
  F.Where.EndColumn = 15;
  F.Notes.push_back({NoteKind::Context, {File, 1, 6}, "begins here"});
  F.Notes.push_back({NoteKind::Remedy, F.Where, "instead, await"});
  F.Notes.push_back({NoteKind::Other, {}, "nowhere"});
  What.Findings.push_back(F);
  F.Suppressed = "NOLINT";
  What.Findings.push_back(F);
  EXPECT_EQ(write(writeText),
            "a b.cpp:2:10: warning: 'sleep' waits [async-blocking-call] "
            "(stall)\n"
            "    2 | \tint \xC3\xA4; sleep(1);\n"
            "      | \t       ^~~~~\n"
            "a b.cpp:1:6: note: begins here\n"
            "    1 | void f() {\n"
            "      |      ^\n"
            "a b.cpp:2:10: note: instead, await\n"
            "note: nowhere\n");
}

TEST_F(Writers, TextWithoutSource) {
  What.Findings.push_back(makeFinding("/gone/x.cpp", 2, 3));
  EXPECT_EQ(write(writeText), "/gone/x.cpp:2:3: warning: 'sleep' waits "
                              "[async-blocking-call] (stall)\n");
}

TEST_F(Writers, TextLeavesOutEndlessLines) {
  writeSource(std::string(1000, 'x'));
  What.Findings.push_back(makeFinding(File, 1, 500));
  EXPECT_EQ(StringRef(write(writeText)).count('\n'), 1u);
}

TEST_F(Writers, Json) {
  writeSource("sleep(1);\n");
  Finding F = makeFinding(File, 1, 1);
  F.Notes.push_back({NoteKind::Chain, {File, 1, 1}, "a note"});
  F.Fixes.push_back({File, 0, 5, "co_await f"});
  What.Findings.push_back(F);
  F.Suppressed = "NOLINT";
  What.Findings.push_back(F);
  What.Failures.push_back({Base + "/b.cpp", {File, 1, 2}, "broken"});
  What.Units = 3;
  What.Analysed = 2;
  What.Interrupted = true;

  json::Object Top = parse(writeJson);
  EXPECT_EQ(Top.getInteger("version"), 1);
  EXPECT_EQ(Top.getString("root"), Base);
  EXPECT_EQ(Top.getBoolean("interrupted"), true);
  EXPECT_EQ(Top.getObject("translationUnits")->getInteger("total"), 3);
  EXPECT_EQ(Top.getObject("translationUnits")->getInteger("analysed"), 2);
  ASSERT_EQ(Top.getArray("findings")->size(), 1u);
  ASSERT_EQ(Top.getArray("suppressed")->size(), 1u);
  const json::Object &Found = *(*Top.getArray("findings"))[0].getAsObject();
  EXPECT_EQ(Found.getObject("location")->getString("file"), "a b.cpp");
  EXPECT_EQ((*Found.getArray("notes"))[0]
                .getAsObject()
                ->getObject("location")
                ->getString("file"),
            "a b.cpp");
  EXPECT_EQ((*Found.getArray("fixes"))[0].getAsObject()->getString("file"),
            "a b.cpp");
  EXPECT_TRUE(Found.getString("fingerprint"));
  EXPECT_FALSE(Found.get("suppressed"));
  EXPECT_EQ(
      (*Top.getArray("suppressed"))[0].getAsObject()->getString("suppressed"),
      "NOLINT");
  const json::Object &Failed = *(*Top.getArray("failures"))[0].getAsObject();
  EXPECT_EQ(Failed.getString("file"), "b.cpp");
  EXPECT_EQ(Failed.getString("reason"), "broken");
  EXPECT_EQ(Failed.getObject("location")->getString("file"), "a b.cpp");
}

TEST_F(Writers, SarifLevelsFollowTiers) {
  for (auto T : {model::Tier::Deadlock, model::Tier::Stall, model::Tier::Hazard,
                 model::Tier::Advice}) {
    What.Findings.push_back(makeFinding(File, What.Findings.size() + 1, 1));
    What.Findings.back().Severity = T;
  }
  json::Object Run = sarifRun();
  std::vector<std::string> Levels;
  for (const json::Value &R : *Run.getArray("results")) {
    Levels.push_back(R.getAsObject()->getString("level")->str());
    EXPECT_EQ(R.getAsObject()->getInteger("ruleIndex"), 1);
  }
  EXPECT_EQ(Levels,
            (std::vector<std::string>{"error", "warning", "warning", "note"}));
}

TEST_F(Writers, SarifFixesAreRegions) {
  writeSource("ab\n\xC3\xA4 sleep(1);\n");
  Finding F = makeFinding(File, 2, 4);
  F.Fixes.push_back({File, 6, 8, "co_await f()"});
  F.Fixes.push_back({File, 0, 0, "#include <x>\n"});
  F.Fixes.push_back({"/other.h", 0, 0, ""});
  What.Findings.push_back(F);
  json::Object Run = sarifRun();
  const json::Object &Result = *(*Run.getArray("results"))[0].getAsObject();
  const json::Array &Changes =
      *(*Result.getArray("fixes"))[0].getAsObject()->getArray(
          "artifactChanges");
  ASSERT_EQ(Changes.size(), 2u);
  const json::Object &Change = *Changes[0].getAsObject();
  EXPECT_EQ(Change.getObject("artifactLocation")->getString("uri"),
            "a%20b.cpp");
  const json::Object &Replacement =
      *(*Change.getArray("replacements"))[0].getAsObject();
  const json::Object &Region = *Replacement.getObject("deletedRegion");
  EXPECT_EQ(Region.getInteger("startLine"), 2);
  EXPECT_EQ(Region.getInteger("startColumn"), 3);
  EXPECT_EQ(Region.getInteger("endLine"), 2);
  EXPECT_EQ(Region.getInteger("endColumn"), 11);
  EXPECT_EQ(Replacement.getObject("insertedContent")->getString("text"),
            "co_await f()");

  // Lines are inserted before a line: an empty region at its beginning.
  ASSERT_EQ(Change.getArray("replacements")->size(), 2u);
  const json::Object &Include =
      *(*Change.getArray("replacements"))[1].getAsObject();
  const json::Object &Before = *Include.getObject("deletedRegion");
  for (StringRef Key : {"startLine", "startColumn", "endLine", "endColumn"})
    EXPECT_EQ(Before.getInteger(Key), 1) << Key.str();
  EXPECT_EQ(Include.getObject("insertedContent")->getString("text"),
            "#include <x>\n");
}

TEST_F(Writers, SarifSaysWhetherTheRunWasWhole) {
  auto IsWhole = [&] {
    json::Object Run = sarifRun();
    return *(*Run.getArray("invocations"))[0].getAsObject()->getBoolean(
        "executionSuccessful");
  };
  EXPECT_TRUE(IsWhole());
  What.Failures.push_back({File, {}, "broken"});
  EXPECT_FALSE(IsWhole());
  What.Failures.clear();
  What.Interrupted = true;
  EXPECT_FALSE(IsWhole());
}

TEST_F(Writers, SarifOmitsWhatHasNoPlace) {
  Finding F = makeFinding("", 0, 0);
  F.Notes.push_back({NoteKind::Remedy, {}, "instead"});
  What.Findings.push_back(F);
  json::Object Run = sarifRun();
  const json::Object &Result = *(*Run.getArray("results"))[0].getAsObject();
  EXPECT_TRUE((*Result.getArray("locations"))[0].getAsObject()->empty());
  EXPECT_FALSE(Result.get("relatedLocations"));
  EXPECT_FALSE(Result.get("codeFlows"));
}
} // namespace
