//===- FixFilesTest.cpp - Fixes, from findings to files -------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/lint/FixFiles.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;
using report::Finding;
using report::Replacement;

namespace {
class FixFilesTest : public testing::Test {
protected:
  void SetUp() override {
    SmallString<128> Path;
    ASSERT_FALSE(sys::fs::createUniqueDirectory("unblock-fix", Path));
    SmallString<128> Real;
    ASSERT_FALSE(sys::fs::real_path(Path, Real));
    Root = Real.str().str();
  }

  void TearDown() override { sys::fs::remove_directories(Root); }

  std::string path(StringRef Name) { return Root + "/" + Name.str(); }

  void write(StringRef Name, StringRef Text) {
    std::error_code EC;
    raw_fd_ostream OS(path(Name), EC);
    ASSERT_FALSE(EC);
    OS << Text;
  }

  /// Writes a file that the analysis sees.
  void source(StringRef Name, StringRef Text) {
    write(Name, Text);
    Fixes.sawFile(path(Name), contentHash(Text));
  }

  std::string read(StringRef Name) {
    auto Buffer = MemoryBuffer::getFile(path(Name));
    return Buffer ? (*Buffer)->getBuffer().str() : "(none)";
  }

  Finding &find(StringRef Name, unsigned Line, unsigned Column,
                std::vector<Replacement> Changes) {
    Finding F;
    F.Check = "async-blocking-call";
    F.Where = {path(Name), Line, Column};
    F.Message = "found";
    for (Replacement &R : Changes)
      if (R.File.empty())
        R.File = F.Where.File;
    F.Fixes = std::move(Changes);
    Report.Findings.push_back(std::move(F));
    return Report.Findings.back();
  }

  void run() {
    Fixes.plan(Report);
    Fixes.write(Report);
  }

  std::string diff() {
    std::string Text;
    raw_string_ostream OS(Text);
    Fixes.plan(Report);
    Fixes.printDiff(Root, OS);
    return Text;
  }

  size_t filesInRoot() {
    std::error_code EC;
    size_t Count = 0;
    for (sys::fs::directory_iterator I(Root, EC), E; I != E; I.increment(EC))
      ++Count;
    return Count;
  }

  std::string Root, Foreign = "(none)";
  std::function<bool(StringRef)> IsOurs = [&](StringRef File) {
    return File != Foreign;
  };
  FixFiles Fixes{IsOurs};
  report::Report Report;
};

TEST_F(FixFilesTest, WritesWhatIsFixed) {
  source("a.cpp", "one\ntwo\n");
  source("b.cpp", "other\n");
  find("a.cpp", 1, 1, {{"", 4, 3, "2"}});
  run();
  EXPECT_EQ(read("a.cpp"), "one\n2\n");
  EXPECT_EQ(read("b.cpp"), "other\n");
  EXPECT_EQ(Fixes.fixedFindings(), 1u);
  EXPECT_EQ(Fixes.changedFiles(), 1u);
  EXPECT_TRUE(Fixes.errors().empty());
  EXPECT_EQ(filesInRoot(), 2u);
  Fixes.update(Report);
  EXPECT_TRUE(Report.Findings.empty());
}

TEST_F(FixFilesTest, DiffWritesNothing) {
  source("a.cpp", "one\ntwo\n");
  find("a.cpp", 1, 1, {{"", 4, 3, "2"}});
  EXPECT_EQ(diff(), "--- a/a.cpp\n+++ b/a.cpp\n@@ -1,2 +1,2 @@\n one\n-two\n"
                    "+2\n");
  EXPECT_EQ(read("a.cpp"), "one\ntwo\n");
}

TEST_F(FixFilesTest, KeepsPermissions) {
  source("a.cpp", "one\n");
  ASSERT_FALSE(sys::fs::setPermissions(path("a.cpp"), sys::fs::perms(0750)));
  find("a.cpp", 1, 1, {{"", 0, 3, "1"}});
  run();
  EXPECT_EQ(read("a.cpp"), "1\n");
  EXPECT_EQ(*sys::fs::getPermissions(path("a.cpp")), sys::fs::perms(0750));
}

TEST_F(FixFilesTest, LinksStayLinks) {
  source("a.h", "one two\n");
  ASSERT_FALSE(sys::fs::create_link(path("a.h"), path("link.h")));
  Fixes.sawFile(path("link.h"), contentHash("one two\n"));
  find("a.h", 1, 1, {{"", 0, 3, "1"}});
  find("link.h", 1, 1, {{"", 0, 3, "1"}}); // the same place
  find("link.h", 1, 5, {{"", 4, 3, "2"}});
  run();
  EXPECT_EQ(read("a.h"), "1 2\n");
  bool IsLink = false;
  ASSERT_FALSE(sys::fs::is_symlink_file(path("link.h"), IsLink));
  EXPECT_TRUE(IsLink);
  EXPECT_EQ(Fixes.fixedFindings(), 3u);
  EXPECT_EQ(Fixes.changedFiles(), 1u);
}

TEST_F(FixFilesTest, LeavesFilesThatChanged) {
  source("a.cpp", "one\n");
  source("b.cpp", "two\n");
  write("a.cpp", "One\n");
  find("a.cpp", 1, 1, {{"", 0, 3, "1"}, {path("b.cpp"), 0, 3, "2"}});
  run();
  EXPECT_EQ(read("a.cpp"), "One\n");
  EXPECT_EQ(read("b.cpp"), "two\n");
  ASSERT_EQ(Fixes.errors().size(), 1u);
  EXPECT_EQ(Fixes.errors()[0],
            "'" + path("a.cpp") +
                "' is not fixed: it changed since it was analysed; run again");
  EXPECT_EQ(Fixes.fixedFindings(), 0u);
}

TEST_F(FixFilesTest, LeavesFilesThatUnitsSawDifferently) {
  source("a.h", "one\n");
  Fixes.sawFile(path("a.h"), contentHash("two\n"));
  find("a.h", 1, 1, {{"", 0, 3, "1"}});
  run();
  EXPECT_EQ(read("a.h"), "one\n");
  ASSERT_EQ(Fixes.errors().size(), 1u);
  EXPECT_NE(Fixes.errors()[0].find("while it was analysed"), std::string::npos);
}

TEST_F(FixFilesTest, LeavesFilesThatAreGone) {
  source("a.cpp", "one\n");
  sys::fs::remove(path("a.cpp"));
  find("a.cpp", 1, 1, {{"", 0, 3, "1"}});
  run();
  EXPECT_EQ(Fixes.errors().size(), 1u);
  EXPECT_EQ(filesInRoot(), 0u);
}

TEST_F(FixFilesTest, LeavesWhatIsNotOurs) {
  Foreign = path("a.h");
  source("a.h", "one\n");
  write("unseen.h", "two\n"); // as system headers are
  find("a.h", 1, 1, {{"", 0, 3, "1"}});
  find("unseen.h", 1, 1, {{"", 0, 3, "2"}});
  run();
  EXPECT_EQ(read("a.h"), "one\n");
  EXPECT_EQ(read("unseen.h"), "two\n");
  EXPECT_TRUE(Fixes.errors().empty());
  EXPECT_EQ(Fixes.leftOver(Report, Root),
            (std::vector<std::string>{
                "a.h:1:1: not fixed: a file that its fix changes may not be "
                "changed",
                "unseen.h:1:1: not fixed: a file that its fix changes may not "
                "be changed"}));
}

TEST_F(FixFilesTest, SaysWhatOverlaps) {
  source("a.cpp", "one\n");
  find("a.cpp", 1, 1, {{"", 0, 3, "1"}});
  find("a.cpp", 1, 2, {{"", 1, 1, "2"}});
  find("a.cpp", 1, 3, {}).FixesDisagree = true;
  find("a.cpp", 1, 4, {});
  run();
  EXPECT_EQ(Fixes.leftOver(Report, Root),
            (std::vector<std::string>{
                "a.cpp:1:2: not fixed: its fix overlaps with another one; run "
                "again",
                "a.cpp:1:3: not fixed: translation units would fix it "
                "differently"}));
}

TEST_F(FixFilesTest, OneFileThatCannotBeWritten) {
  ASSERT_FALSE(sys::fs::create_directory(path("dir")));
  source("dir/a.cpp", "one\n");
  source("b.cpp", "two\n");
  source("c.cpp", "three\n");
  // The directory goes while the file's content is still known.
  find("dir/a.cpp", 1, 1, {{"", 0, 3, "1"}, {path("b.cpp"), 0, 3, "2"}});
  find("c.cpp", 1, 1, {{"", 0, 5, "3"}});
  Fixes.plan(Report);
  sys::fs::remove_directories(path("dir"));
  Fixes.write(Report);
  EXPECT_EQ(read("b.cpp"), "two\n");
  EXPECT_EQ(read("c.cpp"), "3\n");
  EXPECT_EQ(Fixes.errors().size(), 1u);
  EXPECT_EQ(Fixes.fixedFindings(), 1u);
  EXPECT_EQ(filesInRoot(), 2u);
}

TEST_F(FixFilesTest, ChangesBetweenPlanAndWriting) {
  source("a.cpp", "one\n");
  find("a.cpp", 1, 1, {{"", 0, 3, "1"}});
  Fixes.plan(Report);
  write("a.cpp", "edited\n");
  Fixes.write(Report);
  EXPECT_EQ(read("a.cpp"), "edited\n");
  EXPECT_EQ(Fixes.errors().size(), 1u);
  EXPECT_EQ(Fixes.fixedFindings(), 0u);
  EXPECT_EQ(filesInRoot(), 1u);
}

TEST_F(FixFilesTest, MovesWhatRemains) {
  source("a.cpp", "one\ntwo three\nfour\n");
  find("a.cpp", 1, 1, {{"", 0, 0, "#include <x>\n"}, {"", 4, 3, "2"}});
  Finding &F = find("a.cpp", 2, 5, {{"", 5, 1, "x"}}); // overlaps
  F.Where.EndLine = 2;
  F.Where.EndColumn = 10;
  F.Notes.push_back({report::NoteKind::Chain, {path("a.cpp"), 3, 2}, "note"});
  F.Notes.push_back({report::NoteKind::Chain, {path("b.cpp"), 3, 2}, "note"});
  run();
  EXPECT_EQ(read("a.cpp"), "#include <x>\none\n2 three\nfour\n");
  Fixes.update(Report);
  ASSERT_EQ(Report.Findings.size(), 1u);
  const Finding &Left = Report.Findings[0];
  EXPECT_EQ(Left.Where.Line, 3u);
  EXPECT_EQ(Left.Where.Column, 3u);
  EXPECT_EQ(Left.Where.EndLine, 3u);
  EXPECT_EQ(Left.Where.EndColumn, 8u);
  EXPECT_EQ(Left.Notes[0].Where.Line, 4u);
  EXPECT_EQ(Left.Notes[0].Where.Column, 2u);
  EXPECT_EQ(Left.Notes[1].Where.Line, 3u);
  EXPECT_TRUE(Left.Fixes.empty()); // its offsets are no longer right
}

TEST_F(FixFilesTest, KeepsCRLF) {
  source("a.cpp", "one\r\ntwo\r\n");
  find("a.cpp", 1, 1, {{"", 0, 0, "#include <x>\n"}, {"", 5, 3, "2\n2"}});
  run();
  EXPECT_EQ(read("a.cpp"), "#include <x>\r\none\r\n2\r\n2\r\n");
}

TEST_F(FixFilesTest, FormatsWhatChanges) {
  write(".clang-format", "BasedOnStyle: LLVM\n");
  source("a.cpp", "#include <b.h>\n#include <a.h>\n\n"
                  "int  left;\nvoid f() {\n  g( );\n}\n");
  size_t Call = read("a.cpp").find("g( )");
  find("a.cpp", 6, 3, {{"", unsigned(Call), 4, "co_await   h( [ ] {g();} )"}});
  run();
  EXPECT_EQ(read("a.cpp"), "#include <b.h>\n#include <a.h>\n\n"
                           "int  left;\nvoid f() {\n"
                           "  co_await h([] { g(); });\n}\n");
}

TEST_F(FixFilesTest, SortsTheBlockOfTheInclude) {
  write(".clang-format", "BasedOnStyle: LLVM\nLineEnding: LF\n");
  source("a.cpp", "#include <z.h>\r\n#include <y.h>\r\n\r\n"
                  "#include <c.h>\r\n#include <b.h>\r\n");
  size_t Place = read("a.cpp").find("#include <c.h>");
  find("a.cpp", 1, 1, {{"", unsigned(Place), 0, "#include <d.h>\n"}});
  run();
  EXPECT_EQ(read("a.cpp"),
            "#include <z.h>\r\n#include <y.h>\r\n\r\n"
            "#include <b.h>\r\n#include <c.h>\r\n#include <d.h>\r\n");
}

TEST_F(FixFilesTest, NoStyleNoFormatting) {
  source("a.cpp", "void f() {\n  g( );\n}\n");
  find("a.cpp", 2, 3, {{"", 13, 4, "h( )"}});
  run();
  EXPECT_EQ(read("a.cpp"), "void f() {\n  h( );\n}\n");
}

TEST_F(FixFilesTest, ByteOrderMark) {
  write(".clang-format", "BasedOnStyle: LLVM\n");
  source("a.cpp", "\xEF\xBB\xBF#include <b.h>\nint  i;\n");
  find("a.cpp", 2, 1, {{"", 3, 0, "#include <a.h>\n"}, {"", 18, 3, "long"}});
  run();
  EXPECT_EQ(read("a.cpp"),
            "\xEF\xBB\xBF#include <a.h>\n#include <b.h>\nlong i;\n");
}
} // namespace
