//===- FingerprintTest.cpp - Fingerprints and source text -----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/Fingerprint.h"
#include "TestFinding.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace unblock::report;

namespace {
/// A file that is there while the object lives.
class TemporaryFile {
public:
  explicit TemporaryFile(StringRef Text) {
    int FD;
    EXPECT_FALSE(sys::fs::createTemporaryFile("source", "cpp", FD, Name));
    raw_fd_ostream(FD, /*shouldClose=*/true) << Text;
  }
  ~TemporaryFile() { sys::fs::remove(Name); }
  std::string name() const { return Name.str().str(); }

private:
  SmallString<128> Name;
};

std::string fingerprint(StringRef Text, const Finding &F) {
  TemporaryFile File(Text);
  Finding G = F;
  G.Where.File = File.name();
  SourceText Sources;
  return fingerprints({G}, Sources).front();
}

TEST(SourceText, Lines) {
  TemporaryFile File("one\r\ntwo\n\nlast");
  SourceText Sources;
  std::string Name = File.name();
  EXPECT_EQ(Sources.line(Name, 1), "one");
  EXPECT_EQ(Sources.line(Name, 2), "two");
  EXPECT_EQ(Sources.line(Name, 3), "");
  EXPECT_EQ(Sources.line(Name, 4), "last");
  EXPECT_EQ(Sources.line(Name, 5), "");
  EXPECT_EQ(Sources.line(Name, 0), "");
  EXPECT_EQ(Sources.line("/no/such/file", 1), "");
  Sources.put(Name, MemoryBuffer::getMemBuffer("another\n"));
  EXPECT_EQ(Sources.line(Name, 1), "another");
  EXPECT_EQ(Sources.line(Name, 2), "");
}

TEST(SourceText, Positions) {
  TemporaryFile File("one\ntwo\n");
  SourceText Sources;
  std::string Name = File.name();
  EXPECT_EQ(Sources.position(Name, 0), std::pair(1u, 1u));
  EXPECT_EQ(Sources.position(Name, 3), std::pair(1u, 4u));
  EXPECT_EQ(Sources.position(Name, 4), std::pair(2u, 1u));
  EXPECT_EQ(Sources.position(Name, 8), std::pair(3u, 1u));
  EXPECT_EQ(Sources.position(Name, 9), std::pair(0u, 0u));
  EXPECT_EQ(Sources.position("/no/such/file", 0), std::pair(0u, 0u));
}

TEST(SourceText, CountsLines) {
  SourceText Sources;
  EXPECT_EQ(Sources.lineCount(TemporaryFile("").name()), 0u);
  TemporaryFile Ended("one\ntwo\n"), Open("one\ntwo");
  EXPECT_EQ(Sources.lineCount(Ended.name()), 2u);
  EXPECT_EQ(Sources.lineCount(Open.name()), 2u);
  EXPECT_EQ(Sources.lineCount("/no/such/file"), 0u);
}

TEST(SourceText, CodePoints) {
  TemporaryFile File("\xC3\xA4 \xF0\x9D\x84\x9E x\n");
  SourceText Sources;
  EXPECT_EQ(Sources.codePointColumn(File.name(), 1, 1), 1u);
  EXPECT_EQ(Sources.codePointColumn(File.name(), 1, 9), 5u);
}

TEST(Fingerprint, SurvivesMovedAndReformattedLines) {
  Finding F = makeFinding("", 1, 3);
  std::string Before = fingerprint("  sleep(1);\n", F);
  F.Where.Line = 3;
  F.Where.Column = 1;
  EXPECT_EQ(fingerprint("\n\nsleep( 1 ) ;", F), Before);
  F.Message = "worded anew";
  EXPECT_EQ(fingerprint("\n\nsleep(1);", F), Before);
}

TEST(Fingerprint, IsOfTheStatement) {
  auto At = [](StringRef Text) {
    size_t Offset = Text.find("sleep");
    unsigned Line = Text.take_front(Offset).count('\n') + 1;
    unsigned Column = Offset - (Text.take_front(Offset).rfind('\n') + 1) + 1;
    return fingerprint(Text, makeFinding("", Line, Column));
  };
  std::string Base = At("f(); g(a, sleep(1), \"one two\"); h();\n");
  for (StringRef Same :
       {"f();\ng(a,\n  sleep(1),\n  \"one two\");\nh();\n",
        "f(); // sl;eep {\ng(a, /* ; */ sleep(1), \"one two\"); // why\n",
        "x(); { g(a, sleep(1), \"one two\"); }\n",
        "#define E \\\n  x\n#if 1\ng(a, sleep(1), \"one two\");\n#endif\n",
        "i(\"{;\", ';', R\"(;)\", 1'0);\ng(a, sleep(1), \"one \"\n  "
        "\"two\");\n",
        "g(a, sleep(1), \"one two\");"})
    EXPECT_EQ(At(Same), Base) << Same.str();
  for (StringRef Other :
       {"g(b, sleep(1), \"one two\");", "g(a, sleep(1), \"onetwo\");",
        "g(a, sleep(1), \"one two\"), 1;", "g(a, sleep(1), L\"one two\");"})
    EXPECT_NE(At(Other), Base) << Other.str();
}

TEST(Fingerprint, TellsApart) {
  const Finding F = makeFinding("", 1, 1);
  std::string Base = fingerprint("sleep(1);", F);
  EXPECT_NE(fingerprint("sleep(2);", F), Base);
  Finding G = F;
  G.Check = "async-other";
  EXPECT_NE(fingerprint("sleep(1);", G), Base);
  G = F;
  G.Callee = "usleep";
  EXPECT_NE(fingerprint("sleep(1);", G), Base);
}

TEST(Fingerprint, KnowsTheNamesOfTheChainOnly) {
  Finding F = makeFinding("", 1, 1);
  std::string Base = fingerprint("f();", F);
  F.Notes = {{NoteKind::Chain, {"x", 1, 1}, "'f' calls 'sleep' here"}};
  std::string WithChain = fingerprint("f();", F);
  EXPECT_NE(WithChain, Base);
  F.Notes = {
      {NoteKind::Chain, {"y", 7, 9}, "in 'f' there is a call of 'sleep'"}};
  EXPECT_EQ(fingerprint("f();", F), WithChain);
  F.Notes = {{NoteKind::Chain, {"x", 1, 1}, "'g' calls 'sleep' here"}};
  EXPECT_NE(fingerprint("f();", F), WithChain);
  F.Notes = {{NoteKind::Remedy, {"x", 1, 1}, "await 'async_sleep'"}};
  EXPECT_EQ(fingerprint("f();", F), Base);
}

TEST(Fingerprint, IgnoresThePlaceInALambdasName) {
  Finding F = makeFinding("", 1, 1);
  F.Notes = {{NoteKind::Chain, {"x", 1, 1}, "'(lambda at a.cpp:3:4)' calls"}};
  std::string Before = fingerprint("f();", F);
  F.Notes[0].Message = "'(lambda at a.cpp:33:44)' calls";
  EXPECT_EQ(fingerprint("f();", F), Before);
}

TEST(Fingerprint, NumbersEqualOnesPerFile) {
  TemporaryFile File("sleep(1);\nsleep(1);\n"), Other("sleep(1);\n");
  std::vector<Finding> Findings = {makeFinding(File.name(), 1, 1),
                                   makeFinding(File.name(), 2, 1),
                                   makeFinding(Other.name(), 1, 1)};
  SourceText Sources;
  std::vector<std::string> Prints = fingerprints(Findings, Sources);
  StringRef Hash = StringRef(Prints[0]).split(':').first;
  EXPECT_EQ(Hash.size(), 16u);
  EXPECT_EQ(Prints[0], (Hash + ":1").str());
  EXPECT_EQ(Prints[1], (Hash + ":2").str());
  EXPECT_EQ(Prints[2], (Hash + ":1").str());
}
} // namespace
