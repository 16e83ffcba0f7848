//===- WritersTest.cpp - The forms of a report ----------------------------===//
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
#include <set>

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

json::Array issues(StringRef Text) {
  Expected<json::Value> V = json::parse(Text);
  if (!V) {
    ADD_FAILURE() << toString(V.takeError());
    return {};
  }
  return std::move(*V->getAsArray());
}

TEST_F(Writers, CodeClimate) {
  writeSource("sleep(1);\n");
  Finding F = makeFinding(File, 1, 1);
  F.Notes.push_back({NoteKind::Chain, {File, 1, 1}, "a step"});
  F.Notes.push_back({NoteKind::Remedy, {File, 1, 1}, "instead"});
  What.Findings.push_back(F);
  json::Array Issues = issues(write(writeCodeClimate));
  ASSERT_EQ(Issues.size(), 1u);
  const json::Object &Issue = *Issues[0].getAsObject();
  EXPECT_EQ(Issue.getString("type"), "issue");
  EXPECT_EQ(Issue.getString("check_name"), "async-blocking-call");
  EXPECT_EQ(Issue.getString("description"), "'sleep' waits");
  const json::Object &Where = *Issue.getObject("location");
  EXPECT_EQ(Where.getString("path"), "a b.cpp");
  EXPECT_EQ(Where.getObject("lines")->getInteger("begin"), 1);
  EXPECT_EQ(Where.getObject("lines")->getInteger("end"), 1);
  EXPECT_EQ(Issue.getArray("other_locations")->size(), 1u);
  EXPECT_EQ(Issue.getString("fingerprint")->size(), 32u);
}

TEST_F(Writers, CodeClimateSeveritiesFollowTiers) {
  for (auto T : {model::Tier::Deadlock, model::Tier::Stall, model::Tier::Hazard,
                 model::Tier::Advice}) {
    What.Findings.push_back(makeFinding(File, What.Findings.size() + 1, 1));
    What.Findings.back().Severity = T;
  }
  std::vector<std::string> Severities;
  for (const json::Value &V : issues(write(writeCodeClimate)))
    Severities.push_back(V.getAsObject()->getString("severity")->str());
  EXPECT_EQ(Severities,
            (std::vector<std::string>{"critical", "major", "minor", "info"}));
}

TEST_F(Writers, CodeClimateTellsEqualFindingsApart) {
  writeSource("sleep(1);\nsleep(1);\n");
  std::string Copy = Base + "/copy.cpp";
  ASSERT_FALSE(sys::fs::copy_file(File, Copy));
  What.Findings = {makeFinding(File, 1, 1), makeFinding(File, 2, 1),
                   makeFinding(Copy, 1, 1)};
  std::set<std::string> Prints;
  for (const json::Value &V : issues(write(writeCodeClimate)))
    Prints.insert(V.getAsObject()->getString("fingerprint")->str());
  EXPECT_EQ(Prints.size(), 3u);
}

TEST_F(Writers, OnlyWhatStandsIsCodeClimateOrGitHub) {
  Finding F = makeFinding(File, 1, 1);
  F.Suppressed = "NOLINT";
  What.Findings.push_back(F);
  F.Suppressed.reset();
  F.Baselined = true;
  What.Findings.push_back(F);
  EXPECT_TRUE(issues(write(writeCodeClimate)).empty());
  EXPECT_EQ(write(writeGitHub), "");
  EXPECT_EQ(write(writeText), "");
}

TEST_F(Writers, CodeClimateAlwaysHasAPlace) {
  What.Findings.push_back(makeFinding("", 0, 0));
  json::Array Issues = issues(write(writeCodeClimate));
  ASSERT_EQ(Issues.size(), 1u);
  const json::Object &Where = *Issues[0].getAsObject()->getObject("location");
  EXPECT_EQ(Where.getString("path"), Base);
  EXPECT_EQ(Where.getObject("lines")->getInteger("begin"), 1);
}

TEST_F(Writers, GitHub) {
  writeSource("void f() {\n\tint \xC3\xA4; sleep(1);\n}\n");
  Finding F = makeFinding(File, 2, 10);
  F.Where.EndLine = 2;
  F.Where.EndColumn = 15;
  F.Notes.push_back({NoteKind::Context, {File, 1, 6}, "begins here"});
  F.Notes.push_back({NoteKind::Remedy, F.Where, "instead, await"});
  What.Findings.push_back(F);
  EXPECT_EQ(write(writeGitHub),
            "::warning file=a b.cpp,line=2,endLine=2,col=9,endColumn=14,"
            "title=async-blocking-call (stall)::'sleep' waits%0Aa b.cpp:1: "
            "begins here%0Ainstead, await\n");
}

TEST_F(Writers, GitHubCommandsFollowTiers) {
  for (auto T : {model::Tier::Deadlock, model::Tier::Stall, model::Tier::Hazard,
                 model::Tier::Advice}) {
    What.Findings.push_back(makeFinding(File, What.Findings.size() + 1, 1));
    What.Findings.back().Severity = T;
  }
  SmallVector<StringRef> Lines;
  std::string Text = write(writeGitHub);
  StringRef(Text).rtrim().split(Lines, '\n');
  ASSERT_EQ(Lines.size(), 4u);
  EXPECT_TRUE(Lines[0].starts_with("::error "));
  EXPECT_TRUE(Lines[1].starts_with("::warning "));
  EXPECT_TRUE(Lines[2].starts_with("::warning "));
  EXPECT_TRUE(Lines[3].starts_with("::notice "));
}

TEST_F(Writers, GitHubEncodesWhatWouldEndACommand) {
  Finding F = makeFinding("/x/100%,a:b.cpp", 1, 0, "a::b, 100%\r\nnext\xFF");
  What.Findings.push_back(F);
  EXPECT_EQ(write(writeGitHub),
            "::warning file=/x/100%25%2Ca%3Ab.cpp,line=1,endLine=1,"
            "title=async-blocking-call (stall)::a::b, 100%25%0D%0Anext"
            "\xEF\xBF\xBD\n");
}

TEST_F(Writers, GitHubGivesNoColumnsForSeveralLines) {
  Finding F = makeFinding(File, 1, 3);
  F.Where.EndLine = 4;
  F.Where.EndColumn = 2;
  What.Findings.push_back(F);
  EXPECT_EQ(StringRef(write(writeGitHub)).find("col"), StringRef::npos);
}

TEST_F(Writers, GitHubTellsOfFailures) {
  What.Failures.push_back({Base + "/b.cpp", {File, 1, 2}, "broken"});
  What.Failures.push_back({Base + "/c.cpp", {}, "gone"});
  EXPECT_EQ(write(writeGitHub),
            "::error file=a b.cpp,line=1,endLine=1,col=2,title=translation "
            "unit not analysed::'b.cpp' was not analysed: broken\n"
            "::error file=c.cpp,title=translation unit not analysed::'c.cpp' "
            "was not analysed: gone\n");
  What.Failures.clear();
  What.Interrupted = true;
  EXPECT_TRUE(StringRef(write(writeGitHub)).starts_with("::error title="));
}

TEST_F(Writers, HtmlEscapesAll) {
  writeSource("// </code><script>alert(\"1\")</script> & '\xFF'\n");
  constexpr StringLiteral Evil = "<img src=x onerror='a'> & \"q\"";
  Finding F = makeFinding(File, 1, 4, Evil.str());
  F.Check = Evil.str();
  F.Notes.push_back({NoteKind::Chain, {File, 1, 1}, Evil.str()});
  F.Notes.push_back({NoteKind::Remedy, {Evil.str(), 1, 1}, Evil.str()});
  F.Fixes.push_back({File, 0, 2, Evil.str()});
  What.Findings.push_back(F);
  F.Suppressed = Evil.str();
  What.Findings.push_back(F);
  What.Failures.push_back({Evil.str(), {Evil.str(), 1, 1}, Evil.str()});
  std::string Page = write(writeHtml);
  EXPECT_EQ(StringRef(Page).count("<script>"), 1u);
  EXPECT_EQ(StringRef(Page).count("</script>"), 1u);
  EXPECT_FALSE(StringRef(Page).contains("<img"));
  EXPECT_FALSE(StringRef(Page).contains("onerror='"));
  EXPECT_TRUE(StringRef(Page).contains("&lt;script&gt;"));
  EXPECT_TRUE(json::isUTF8(Page));
}

TEST_F(Writers, HtmlShowsTheLinesAround) {
  writeSource("1\n2\n3\n4\n  sleep(1);\n6\n7\n8\n9\n");
  Finding F = makeFinding(File, 5, 3);
  F.Where.EndLine = 5;
  F.Where.EndColumn = 8;
  What.Findings.push_back(F);
  std::string Page = write(writeHtml);
  auto Has = [&](StringRef Part) { return StringRef(Page).contains(Part); };
  EXPECT_FALSE(Has("<span class=\"number\">1</span>"));
  EXPECT_TRUE(Has("<span class=\"line\"><span class=\"number\">2</span>2"));
  EXPECT_TRUE(Has("<span class=\"line hit\"><span class=\"number\">5</span>  "
                  "<mark>sleep</mark>(1);"));
  EXPECT_TRUE(Has("<span class=\"number\">8</span>"));
  EXPECT_FALSE(Has("<span class=\"number\">9</span>"));
}

TEST_F(Writers, HtmlNeedsNothingElse) {
  std::string Page = write(writeHtml);
  for (StringRef Part : {"http:", "https:", "src=", "url(", "@import"})
    EXPECT_FALSE(StringRef(Page).contains(Part)) << Part.str();
  EXPECT_TRUE(StringRef(Page).contains("<p id=\"none\">No findings</p>"));
}
} // namespace
