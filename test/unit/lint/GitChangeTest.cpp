//===- GitChangeTest.cpp - What changed since a revision ------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/lint/GitChange.h"
#include "test/unit/index/TestFiles.h"
#include "tools/lint/FilesBefore.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Program.h"
#include <cstdlib>
#include <sys/stat.h>
#include <unistd.h>

using namespace llvm;
using namespace unblock::lint;
using unblock::test::TestFiles;

namespace {
class GitChangeTest : public testing::Test {
protected:
  GitChangeTest() {
    setenv("GIT_CONFIG_GLOBAL", Outside.path("gitconfig").c_str(), 1);
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    // What somebody may have set for his eyes.
    Outside.write("gitconfig", "[user]\nname=N\nemail=n@example.org\n"
                               "[diff]\nmnemonicPrefix=true\nnoprefix=true\n"
                               "interHunkContext=9\ncontext=5\n"
                               "[color]\nui=always\n"
                               "[init]\ndefaultBranch=main\n"
                               "[protocol \"file\"]\nallow=always\n");
    git({"init", "-q"});
  }

  void git(ArrayRef<StringRef> Arguments) { gitIn(Files.root(), Arguments); }
  static void gitIn(StringRef Directory, ArrayRef<StringRef> Arguments) {
    auto Program = sys::findProgramByName("git");
    ASSERT_TRUE(bool(Program));
    SmallVector<StringRef, 8> Command{"git", "-C", Directory};
    append_range(Command, Arguments);
    EXPECT_EQ(sys::ExecuteAndWait(*Program, Command), 0)
        << join(Arguments, " ");
  }
  void commit(StringRef Message = "change") {
    git({"add", "-A"});
    git({"commit", "-q", "--allow-empty", "-m", Message});
  }

  GitChange since(StringRef Revision) {
    auto Change = GitChange::since(Revision, Files.root());
    EXPECT_TRUE(bool(Change));
    if (Change)
      return std::move(*Change);
    ADD_FAILURE() << toString(Change.takeError());
    return GitChange();
  }
  static std::string problem(StringRef Revision, StringRef Directory) {
    auto Change = GitChange::since(Revision, Directory);
    return Change ? "no problem" : toString(Change.takeError());
  }

  /// "a.h:3-4 | -b.h", in the order of names.
  std::string describe(const GitChange &Change) {
    std::vector<std::string> Texts;
    for (const FileChange &F : Change.files()) {
      StringRef Name = F.Path;
      EXPECT_TRUE(Name.consume_front(Files.root() + "/")) << F.Path;
      std::string Text = (F.IsGone ? "-" : "") + Name.str();
      for (const LineRange &R : F.Lines)
        Text += R.Last == UINT_MAX ? ":all"
                                   : formatv(":{0}-{1}", R.First, R.Last).str();
      Texts.push_back(Text);
    }
    sort(Texts);
    return join(Texts, " | ");
  }
  const FileChange *file(const GitChange &Change, StringRef Name) {
    for (const FileChange &F : Change.files())
      if (F.Path == Files.path(Name))
        return &F;
    return nullptr;
  }
  static std::string read(vfs::FileSystem &FS, const std::string &Path) {
    auto Buffer = FS.getBufferForFile(Path);
    return Buffer ? (*Buffer)->getBuffer().str()
                  : "error: " + Buffer.getError().message();
  }

  TestFiles Files, Outside;
};

TEST_F(GitChangeTest, Lines) {
  Files.write("a.cpp", "1\n2\n3\n4\n5\n6\n7\n");
  Files.write("same.cpp", "same\n");
  commit();
  Files.write("a.cpp", "1\ntwo\n3\n4\nnew\nnewer\n5\n7\n");
  GitChange C = since("HEAD");
  EXPECT_EQ(describe(C), "a.cpp:2-2:5-6:8-8");
  EXPECT_EQ(file(C, "a.cpp")->Before, "1\n2\n3\n4\n5\n6\n7\n");
  for (auto [Line, Expected] : {std::pair(1u, false),
                                {2, true},
                                {3, false},
                                {5, true},
                                {6, true},
                                {7, false},
                                {8, true}})
    EXPECT_EQ(C.contains(Files.path("a.cpp"), Line), Expected) << Line;
  EXPECT_FALSE(C.contains(Files.path("same.cpp"), 1));
  EXPECT_FALSE(C.contains("/nowhere", 1));
}

TEST_F(GitChangeTest, CommittedStagedAndNot) {
  Files.write("a.cpp", "1\n2\n3\n4\n5\n");
  commit();
  Files.write("a.cpp", "one\n2\n3\n4\n5\n");
  commit();
  Files.write("a.cpp", "one\n2\nthree\n4\n5\n");
  git({"add", "-A"});
  Files.write("a.cpp", "one\n2\nthree\n4\nfive\n");
  EXPECT_EQ(describe(since("HEAD~1")), "a.cpp:1-1:3-3:5-5");
  EXPECT_EQ(describe(since("HEAD")), "a.cpp:3-3:5-5");
}

TEST_F(GitChangeTest, NothingChanged) {
  Files.write("a.cpp", "1\n");
  commit();
  Files.write("a.cpp", "1\n"); // a new time
  EXPECT_EQ(describe(since("HEAD")), "");
}

TEST_F(GitChangeTest, NewGoneRenamedUntracked) {
  Files.write(".gitignore", "ignored.h\n");
  Files.write("gone.h", "1\n");
  Files.write("d/renamed.h", "1\n2\n3\n4\n5\n6\n");
  Files.write("moved.h", "a\nb\nc\nd\n");
  commit();
  sys::fs::remove(Files.path("gone.h"));
  git({"mv", "d/renamed.h", "new name.h"});
  Files.write("new name.h", "1\n2\n3\nfour\n5\n6\n");
  git({"mv", "moved.h", "moved2.h"});
  Files.write("added.h", "added\n");
  git({"add", "added.h"});
  Files.write("sub/untracked.h", "1\n");
  Files.write("ignored.h", "1\n");
  GitChange C = since("HEAD");
  EXPECT_EQ(describe(C), "-d/renamed.h | -gone.h | -moved.h | added.h:all | "
                         "moved2.h | new name.h:4-4 | sub/untracked.h:all");
  EXPECT_EQ(file(C, "gone.h")->Before, "1\n");
  EXPECT_EQ(file(C, "d/renamed.h")->Before, "1\n2\n3\n4\n5\n6\n");
  EXPECT_EQ(file(C, "new name.h")->Before, std::nullopt);
  EXPECT_EQ(file(C, "added.h")->Before, std::nullopt);
}

TEST_F(GitChangeTest, NamesThatGitQuotes) {
  std::vector<std::string> Names = {
      "sp ace.h",   "tab\there.h", "quo\"te.h", "back\\slash.h", "new\nline.h",
      "\xC3\xA4.h", "\xFF\x01.h",  "-dash.h",   "b/b.h",         "sp tab\t.h"};
  for (const std::string &Name : Names)
    Files.write(Name, "1\n2\n3\n");
  commit();
  for (const std::string &Name : Names)
    Files.write(Name, "1\ntwo\n3\n");
  GitChange C = since("HEAD");
  EXPECT_EQ(C.files().size(), Names.size());
  for (const std::string &Name : Names) {
    EXPECT_TRUE(C.contains(Files.path(Name), 2)) << Name;
    EXPECT_FALSE(C.contains(Files.path(Name), 3)) << Name;
    ASSERT_TRUE(file(C, Name)) << Name;
    EXPECT_EQ(file(C, Name)->Before, "1\n2\n3\n") << Name;
  }
}

TEST_F(GitChangeTest, TextThatLooksLikeAPatch) {
  Files.write("a.cpp", "1\n-- a/x.h\n3\n4\n");
  Files.write("x.h", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
  commit();
  Files.write("a.cpp",
              "1\n++ b/x.h\n@@ -9 +9 @@\ndiff --git a/x.h b/x.h\n3\n5");
  EXPECT_EQ(describe(since("HEAD")), "a.cpp:2-4:6-6");
}

TEST_F(GitChangeTest, BinaryAndPermissions) {
  Files.write("binary.h", StringRef("1\0\n2\n", 5));
  Files.write("script.sh", "1\n");
  commit();
  Files.write("binary.h", StringRef("1\0\n3\n", 5));
  ASSERT_EQ(chmod(Files.path("script.sh").c_str(), 0755), 0);
  EXPECT_EQ(describe(since("HEAD")), "binary.h:all | script.sh");
}

TEST_F(GitChangeTest, LinksAreNoFiles) {
  Files.write("a.h", "1\n");
  ASSERT_EQ(symlink("a.h", Files.path("becomes-file.h").c_str()), 0);
  Files.write("becomes-link.h", "old\n");
  commit();
  sys::fs::remove(Files.path("becomes-file.h"));
  Files.write("becomes-file.h", "1\n");
  sys::fs::remove(Files.path("becomes-link.h"));
  ASSERT_EQ(symlink("a.h", Files.path("becomes-link.h").c_str()), 0);
  GitChange C = since("HEAD");
  EXPECT_TRUE(C.contains(Files.path("becomes-file.h"), 1));
  EXPECT_EQ(file(C, "becomes-file.h")->Before, std::nullopt);
  EXPECT_EQ(file(C, "becomes-link.h")->Before, "old\n");
}

TEST_F(GitChangeTest, LineEndsAsInTheWorkingTree) {
  Files.write(".gitattributes", "*.h text eol=crlf\n");
  Files.write("a.h", "1\r\n2\r\n");
  commit();
  Files.write("a.h", "1\r\ntwo\r\n");
  GitChange C = since("HEAD");
  EXPECT_EQ(describe(C), "a.h:2-2");
  EXPECT_EQ(file(C, "a.h")->Before, "1\r\n2\r\n");
}

TEST_F(GitChangeTest, Conflict) {
  Files.write("a.h", "1\n2\n3\n");
  commit();
  git({"branch", "other"});
  Files.write("a.h", "1\nours\n3\n");
  commit();
  git({"checkout", "-q", "other"});
  Files.write("a.h", "1\ntheirs\n3\n");
  commit();
  auto Program = sys::findProgramByName("git");
  StringRef Merge[] = {"git", "-C", Files.root(), "merge", "-q", "main"};
  std::optional<StringRef> Quiet[] = {StringRef(""), StringRef(""),
                                      StringRef("")};
  EXPECT_NE(sys::ExecuteAndWait(*Program, Merge, std::nullopt, Quiet), 0);
  GitChange C = since("HEAD");
  EXPECT_TRUE(C.contains(Files.path("a.h"), 2));
  ASSERT_TRUE(file(C, "a.h"));
  EXPECT_EQ(file(C, "a.h")->Before, "1\ntheirs\n3\n");
}

TEST_F(GitChangeTest, WhatOthersDidMeanwhileIsNoChange) {
  Files.write("a.h", "1\n2\n3\n");
  Files.write("b.h", "1\n2\n3\n");
  commit();
  git({"checkout", "-q", "-b", "feature"});
  Files.write("a.h", "one\n2\n3\n");
  commit();
  git({"checkout", "-q", "main"});
  Files.write("b.h", "1\n2\nthree\n");
  commit();
  git({"checkout", "-q", "feature"});
  EXPECT_EQ(describe(since("main")), "a.h:1-1");
}

TEST_F(GitChangeTest, FromASubdirectoryAndThroughALink) {
  Files.write("d/a.h", "1\n");
  commit();
  Files.write("d/a.h", "one\n");
  std::string Link = Outside.path("link");
  ASSERT_EQ(symlink(Files.root().c_str(), Link.c_str()), 0);
  for (const std::string &Place : {Files.path("d"), Link}) {
    auto C = GitChange::since("HEAD", Place);
    ASSERT_TRUE(bool(C));
    EXPECT_TRUE(C->contains(Files.path("d/a.h"), 1));
    EXPECT_TRUE(C->contains(Link + "/d/a.h", 1));
  }
}

TEST_F(GitChangeTest, Problems) {
  setenv("GIT_CEILING_DIRECTORIES", Outside.root().c_str(), 1);
  Files.write("a.h", "1\n");
  commit();
  for (const char *Unknown : {"nonsense", "-h", "HEAD..HEAD", "HEAD:a.h"})
    EXPECT_EQ(problem(Unknown, Files.root()),
              std::string("--since: the repository has no revision '") +
                  Unknown + "'; 'git fetch' may bring it");
  EXPECT_EQ(problem("", Files.root()),
            "--since: name a revision, as in --since=origin/main");
  Outside.write("d/x", "");
  EXPECT_TRUE(StringRef(problem("HEAD", Outside.path("d")))
                  .starts_with("--since: '" + Outside.path("d") +
                               "' is in no working tree of git; git says: "))
      << problem("HEAD", Outside.path("d"));

  git({"checkout", "-q", "--orphan", "unrelated"});
  commit("first of all");
  EXPECT_EQ(problem("main", Files.root()),
            "--since: 'main' and the current branch have no common commit");

  std::string Path = getenv("PATH");
  setenv("PATH", Outside.root().c_str(), 1);
  EXPECT_EQ(problem("HEAD", Files.root()),
            "--since: git was not found in the PATH; install it");
  setenv("PATH", Path.c_str(), 1);
}

TEST_F(GitChangeTest, ShallowClone) {
  for (const char *Text : {"1\n", "2\n", "3\n"}) {
    Files.write("a.h", Text);
    commit();
  }
  std::string Clone = Outside.path("clone");
  gitIn(Outside.root(),
        {"clone", "-q", "--depth=1", "file://" + Files.root(), Clone});
  std::string Problem = problem("HEAD~1", Clone);
  EXPECT_TRUE(StringRef(Problem).contains("no revision 'HEAD~1'; this clone is "
                                          "shallow: run 'git fetch "
                                          "--unshallow'"))
      << Problem;
  EXPECT_EQ(problem("HEAD", Clone), "no problem");
}

//===----------------------------------------------------------------------===//
// FilesBefore
//===----------------------------------------------------------------------===//

TEST_F(GitChangeTest, FilesAsTheyWere) {
  Files.write("changed.h", "old\n");
  Files.write("same.h", "same\n");
  Files.write("gone/deep/gone.h", "gone\n");
  Files.write("from.h", "1\n2\n3\n4\n");
  commit();
  Files.write("changed.h", "new\n");
  sys::fs::remove_directories(Files.path("gone"));
  git({"mv", "from.h", "to.h"});
  Files.write("added.h", "added\n");
  FilesBefore FS(since("HEAD"), vfs::getRealFileSystem());

  EXPECT_EQ(read(FS, Files.path("changed.h")), "old\n");
  EXPECT_EQ(FS.status(Files.path("changed.h"))->getSize(), 4u);
  EXPECT_EQ(FS.status(Files.path("changed.h"))->getName(),
            Files.path("changed.h"));
  EXPECT_EQ(read(FS, Files.path("same.h")), "same\n");
  EXPECT_EQ(read(FS, Files.path("gone/deep/gone.h")), "gone\n");
  EXPECT_TRUE(FS.status(Files.path("gone"))->isDirectory());
  EXPECT_TRUE(FS.exists(Files.path("gone/deep")));
  EXPECT_EQ(read(FS, Files.path("from.h")), "1\n2\n3\n4\n");
  for (const char *Name : {"to.h", "added.h"}) {
    EXPECT_FALSE(FS.exists(Files.path(Name))) << Name;
    EXPECT_FALSE(FS.status(Files.path(Name))) << Name;
    EXPECT_FALSE(FS.openFileForRead(Files.path(Name))) << Name;
  }
  EXPECT_EQ(FS.status(Files.root())->getUniqueID(),
            vfs::getRealFileSystem()->status(Files.root())->getUniqueID());
}

TEST_F(GitChangeTest, FilesAsTheyWereUnderOtherNames) {
  Files.write("d/a.h", "old\n");
  ASSERT_EQ(symlink("d/a.h", Files.path("link.h").c_str()), 0);
  commit();
  Files.write("d/a.h", "new\n");
  Files.write("d/added.h", "added\n");
  std::string Link = Outside.path("link");
  ASSERT_EQ(symlink(Files.root().c_str(), Link.c_str()), 0);
  FilesBefore FS(since("HEAD"), vfs::createPhysicalFileSystem());
  EXPECT_EQ(read(FS, Link + "/d/a.h"), "old\n");
  EXPECT_EQ(read(FS, Files.path("link.h")), "old\n");
  EXPECT_EQ(read(FS, Files.path("d/../d/./a.h")), "old\n");
  EXPECT_FALSE(FS.exists(Link + "/d/added.h"));
  ASSERT_FALSE(FS.setCurrentWorkingDirectory(Files.path("d")));
  EXPECT_EQ(read(FS, "a.h"), "old\n");
  EXPECT_EQ(read(FS, "../d/a.h"), "old\n");
  EXPECT_FALSE(FS.exists("added.h"));
}
} // namespace
