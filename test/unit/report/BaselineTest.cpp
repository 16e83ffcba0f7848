//===- BaselineTest.cpp - Baselines and what a run can speak of -----------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/Baseline.h"
#include "TestFinding.h"
#include "lib/report/Coverage.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace unblock::report;

namespace {
class Baselines : public testing::Test {
protected:
  void SetUp() override {
    SmallString<128> Name;
    ASSERT_FALSE(sys::fs::createUniqueDirectory("baseline", Name));
    Root = Name.str().str();
  }
  void TearDown() override { sys::fs::remove_directories(Root); }

  std::string write(StringRef Name, StringRef Text) {
    std::string Path = Root + "/" + Name.str();
    std::error_code EC;
    raw_fd_ostream(Path, EC) << Text;
    EXPECT_FALSE(EC);
    return Path;
  }

  /// Which of \p Findings a baseline of \p Old holds, as "yes" and "no", and
  /// what of it matches nothing.
  std::string apply(const Baseline &Old, std::vector<Finding> Findings) {
    Report R;
    R.Findings = std::move(Findings);
    SourceText Sources;
    BaselineMatch Match = applyBaseline(Old, R, Sources, Root);
    EXPECT_EQ(Match.Current.size(), R.Findings.size());
    std::string Text;
    for (const Finding &F : R.Findings)
      Text += F.Baselined ? "yes " : "no ";
    for (const BaselineEntry &E : Match.Left)
      Text += "left " + E.File + " ";
    return Text;
  }

  Baseline baselineOf(std::vector<Finding> Findings) {
    Report R;
    R.Findings = std::move(Findings);
    SourceText Sources;
    return {applyBaseline({}, R, Sources, Root).Current};
  }

  std::string Root;
};

std::string text(const Baseline &B) {
  std::string Text;
  raw_string_ostream OS(Text);
  B.write(OS);
  return Text;
}

std::string error(StringRef Text) {
  Expected<Baseline> B = Baseline::parse(Text);
  return B ? "" : toString(B.takeError());
}

TEST_F(Baselines, AreWrittenInOneOrderAndReadBack) {
  Baseline B;
  B.Entries = {{"b.cpp", "async-x", "m", "2:1"},
               {"a.cpp", "async-x", "m \"q\"\n", "3:1"},
               {"a.cpp", "async-x", "m \"q\"\n", "1:1"},
               {"b.cpp", "async-x", "m", "2:1"}};
  std::string Text = text(B);
  EXPECT_EQ(Text, "{\n"
                  "  \"kind\": \"unblock-lint baseline\",\n"
                  "  \"version\": 1,\n"
                  "  \"findings\": [\n"
                  "    {\"file\":\"a.cpp\",\"check\":\"async-x\",\"message\":"
                  "\"m \\\"q\\\"\\n\",\"fingerprint\":\"1:1\"},\n"
                  "    {\"file\":\"a.cpp\",\"check\":\"async-x\",\"message\":"
                  "\"m \\\"q\\\"\\n\",\"fingerprint\":\"3:1\"},\n"
                  "    {\"file\":\"b.cpp\",\"check\":\"async-x\",\"message\":"
                  "\"m\",\"fingerprint\":\"2:1\"}\n"
                  "  ]\n"
                  "}\n");
  Expected<Baseline> Read = Baseline::parse(Text);
  ASSERT_TRUE(bool(Read));
  EXPECT_EQ(text(*Read), Text);
  EXPECT_EQ(error(text({})), "");
}

TEST_F(Baselines, WhatIsNoneIsRefused) {
  EXPECT_NE(error("").find("[1:"), std::string::npos);
  EXPECT_NE(error("{\n<<<<<<< ours").find("[2:"), std::string::npos);
  EXPECT_NE(error("[]").find("no baseline"), std::string::npos);
  EXPECT_NE(error("{\"version\": 1, \"findings\": []}").find("no baseline"),
            std::string::npos);
  constexpr StringLiteral Head = "{\"kind\": \"unblock-lint baseline\"";
  EXPECT_NE(error((Head + "}").str()).find("version none"), std::string::npos);
  EXPECT_NE(error((Head + ", \"version\": 2}").str())
                .find("version 2, and this unblock-lint knows version 1"),
            std::string::npos);
  EXPECT_NE(error((Head + ", \"version\": 1}").str()).find("findings"),
            std::string::npos);
  std::string Entry = (Head + ", \"version\": 1, \"findings\": [{\"file\": "
                              "\"a\", \"check\": \"c\", \"message\": \"m\"")
                          .str();
  EXPECT_NE(error(Entry + "}]}").find("baseline.findings[0].fingerprint"),
            std::string::npos);
  EXPECT_EQ(error(Entry + ", \"fingerprint\": \"1:1\"}]}"), "");
  EXPECT_NE(error(Entry + ", \"fingerprint\": \"1:1\", \"owner\": \"x\"}]}")
                .find("alone"),
            std::string::npos);
}

TEST_F(Baselines, HoldWhatMovedAndWasReformatted) {
  std::string A = write("a.cpp", "void f() { use(sleep(1)); }\n");
  Baseline B = baselineOf({makeFinding(A, 1, 16)});
  write("a.cpp", "\n\nvoid f() {\n  use(\n      sleep( 1 )); // slow\n}\n");
  EXPECT_EQ(apply(B, {makeFinding(A, 5, 7)}), "yes ");
  write("a.cpp", "void f() { use(sleep(2)); }\n");
  EXPECT_EQ(apply(B, {makeFinding(A, 1, 16)}), "no left a.cpp ");
}

TEST_F(Baselines, CountEqualFindings) {
  std::string A = write("a.cpp", "sleep(1);\nsleep(1);\nsleep(1);\n");
  Baseline B = baselineOf({makeFinding(A, 1, 1), makeFinding(A, 2, 1)});
  EXPECT_EQ(apply(B, {makeFinding(A, 1, 1), makeFinding(A, 2, 1),
                      makeFinding(A, 3, 1)}),
            "yes yes no ");
  EXPECT_EQ(apply(B, {makeFinding(A, 1, 1)}), "yes left a.cpp ");
}

TEST_F(Baselines, AreAboutAFileUnlessItIsGone) {
  std::string A = write("a.cpp", "sleep(1);\n"), C = Root + "/c.cpp";
  Baseline B = baselineOf({makeFinding(A, 1, 1)});
  ASSERT_FALSE(sys::fs::copy_file(A, C));
  // A copy is new, also when the first is mended.
  EXPECT_EQ(apply(B, {makeFinding(A, 1, 1), makeFinding(C, 1, 1)}), "yes no ");
  EXPECT_EQ(apply(B, {makeFinding(C, 1, 1)}), "no left a.cpp ");
  ASSERT_FALSE(sys::fs::remove(A));
  EXPECT_EQ(apply(B, {makeFinding(C, 1, 1)}), "yes ");
  EXPECT_EQ(apply(B, {makeFinding(C, 1, 1), makeFinding(C, 1, 1)}), "yes no ");
  EXPECT_EQ(apply(B, {}), "left a.cpp ");
}

TEST_F(Baselines, AreNotAboutSuppressedFindings) {
  std::string A = write("a.cpp", "sleep(1);\n");
  Finding F = makeFinding(A, 1, 1);
  Baseline B = baselineOf({F});
  F.Suppressed = "NOLINT";
  EXPECT_EQ(apply(B, {F}), "no left a.cpp ");
}

TEST(Coverages, OfAWholeRunIsAboutHeaders) {
  Coverage C;
  for (StringRef File : {"/a.cpp", "/b.cpp", "/h.h", "/other.h"})
    C.watch(File);
  C.addUnit("/a.cpp", {"/a.cpp", "/h.h"}, {"async-x"});
  EXPECT_TRUE(C.isWhole());
  EXPECT_TRUE(C.judges("/a.cpp", "async-x"));
  EXPECT_TRUE(C.judges("/h.h", "async-x"));
  EXPECT_FALSE(C.judges("/h.h", "async-y"));
  EXPECT_FALSE(C.judges("/other.h", "async-x"));
}

TEST(Coverages, OfAPartIsAboutMainFiles) {
  Coverage C;
  for (StringRef File : {"/a.cpp", "/b.cpp", "/h.h", "/other.h"})
    C.watch(File);
  C.addUnit("/a.cpp", {"/a.cpp", "/h.h"}, {"async-x"});
  C.setPartial();
  EXPECT_FALSE(C.isWhole());
  EXPECT_TRUE(C.judges("/a.cpp", "async-x"));
  EXPECT_FALSE(C.judges("/a.cpp", "async-y"));
  EXPECT_FALSE(C.judges("/h.h", "async-x"));
}

TEST(Coverages, NeedTheUnitsThatACheckAsksFor) {
  Coverage C;
  for (StringRef File : {"/a.cpp", "/b.cpp", "/h.h", "/other.h"})
    C.watch(File);
  C.addUnit("/a.cpp", {"/a.cpp"}, {"async-x", "async-y"});
  C.addOpen("/a.cpp", "async-x");
  EXPECT_TRUE(C.judges("/a.cpp", "async-x"));
  C.setPartial();
  EXPECT_FALSE(C.judges("/a.cpp", "async-x"));
  EXPECT_TRUE(C.judges("/a.cpp", "async-y"));
  C.setIndexed();
  EXPECT_TRUE(C.judges("/a.cpp", "async-x"));
}

TEST(Coverages, KnowNothingOfWhatFailed) {
  Coverage C;
  for (StringRef File : {"/a.cpp", "/b.cpp", "/h.h", "/other.h"})
    C.watch(File);
  C.addUnit("/a.cpp", {"/a.cpp", "/h.h"}, {"async-x"});
  C.addUnit("/b.cpp", {"/b.cpp"}, {"async-x"});
  C.addFailure("/b.cpp"); // with another command
  EXPECT_FALSE(C.isWhole());
  EXPECT_TRUE(C.judges("/a.cpp", "async-x"));
  EXPECT_FALSE(C.judges("/b.cpp", "async-x"));
  EXPECT_FALSE(C.judges("/h.h", "async-x"));
}
} // namespace
