//===- FileHashesTest.cpp -------------------------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/index/FileHashes.h"
#include "TestFiles.h"
#include <sys/stat.h>

using namespace unblock::index;
using unblock::test::TestFiles;
namespace fs = llvm::sys::fs;

namespace {
bool matches(const std::string &Path, PathState Seen) {
  FileHashes Now;
  return Now.matches({Path, Seen});
}

TEST(HashTest, DividesLists) {
  EXPECT_EQ(Hash::of("abc"), Hash::of("abc"));
  EXPECT_NE(Hash::of("abc"), Hash::of("abd"));
  EXPECT_NE(Hash::ofList({"ab", "c"}), Hash::ofList({"a", "bc"}));
  EXPECT_NE(Hash::ofList({"a", ""}), Hash::ofList({"a"}));
  EXPECT_NE(Hash::ofList({"1:a"}), Hash::ofList({"", "a"}));
}

TEST(HashTest, HexHasAllDigits) {
  Hash H{1, 0xab};
  EXPECT_EQ(H.hex(), "000000000000000100000000000000ab");
}

TEST(FileHashesTest, Content) {
  TestFiles Files;
  std::string A = Files.write("a.h", "int a;");
  EXPECT_TRUE(matches(A, PathState::file("int a;")));
  EXPECT_FALSE(matches(A, PathState::file("int b;")));
  EXPECT_FALSE(matches(A, PathState::absent()));
  EXPECT_TRUE(matches(A, PathState::present()));
  Files.write("empty.h", "");
  EXPECT_TRUE(matches(Files.path("empty.h"), PathState::file("")));
}

TEST(FileHashesTest, NothingThere) {
  TestFiles Files;
  std::string Gone = Files.path("gone.h");
  EXPECT_TRUE(matches(Gone, PathState::absent()));
  EXPECT_TRUE(matches(Files.path("no/such/folder.h"), PathState::absent()));
  EXPECT_FALSE(matches(Gone, PathState::present()));
  EXPECT_FALSE(matches(Gone, PathState::file("")));
}

TEST(FileHashesTest, Unreadable) {
  TestFiles Files;
  std::string Pipe = Files.path("pipe");
  ASSERT_EQ(mkfifo(Pipe.c_str(), 0600), 0);
  EXPECT_FALSE(matches(Pipe, PathState::file("")));
  EXPECT_TRUE(matches(Pipe, PathState::present()));
}

TEST(FileHashesTest, DirectoryIsItsNames) {
  TestFiles Files;
  Files.write("d/a", "1");
  Files.write("d/b", "2");
  std::string D = Files.path("d");
  EXPECT_TRUE(matches(D, PathState::directory({"b", "a"})));
  EXPECT_FALSE(matches(D, PathState::directory({"a"})));
  EXPECT_FALSE(matches(D, PathState::file("")));
  Files.write("d/a", "other content");
  EXPECT_TRUE(matches(D, PathState::directory({"a", "b"})));
  EXPECT_NE(PathState::directory({}), PathState::file(""));
}

TEST(FileHashesTest, LooksOnce) {
  TestFiles Files;
  FileHashes Now;
  Input A{Files.write("a.h", "old"), PathState::file("old")};
  EXPECT_TRUE(Now.matches(A));
  Files.write("a.h", "new");
  EXPECT_TRUE(Now.matches(A));
  EXPECT_FALSE(Now.matches({A.Path, PathState::absent()}));
  EXPECT_EQ(Now.filesRead(), 1u);
}

TEST(FileHashesTest, ReadsWhenExistenceIsNotEnough) {
  TestFiles Files;
  FileHashes Now;
  std::string A = Files.write("a.h", "text");
  EXPECT_TRUE(Now.matches({A, PathState::present()}));
  EXPECT_EQ(Now.filesRead(), 0u);
  EXPECT_TRUE(Now.matches({A, PathState::file("text")}));
  EXPECT_EQ(Now.filesRead(), 1u);
}

TEST(FileHashesTest, DirectoryItself) {
  TestFiles Files;
  FileHashes Now;
  EXPECT_TRUE(
      Now.matches(Now.directory(Files.root()), "", PathState::present()));
  EXPECT_TRUE(Now.matches(Now.directory("/"), "", PathState::present()));
}
} // namespace
