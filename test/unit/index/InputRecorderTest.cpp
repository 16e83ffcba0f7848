//===- InputRecorderTest.cpp ----------------------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/index/InputRecorder.h"
#include "TestFiles.h"
#include <unistd.h>

using namespace llvm;
using namespace unblock::index;
using unblock::test::TestFiles;

namespace {
class InputRecorderTest : public ::testing::Test {
protected:
  /// As clang's FileManager does.
  std::string read(const std::string &Path) {
    auto File = Recorder.openFileForRead(Path);
    if (!File)
      return "not there";
    auto Buffer = (*File)->getBuffer(Path, -1, true, false);
    return Buffer ? (*Buffer)->getBuffer().str() : "unreadable";
  }
  std::optional<PathState> seen(const std::string &Path) {
    auto Inputs = Recorder.inputs();
    if (Inputs)
      for (const Input &I : *Inputs)
        if (I.Path == Path)
          return I.Seen;
    return std::nullopt;
  }

  TestFiles Files;
  InputRecorder Recorder{vfs::getRealFileSystem()};
};

TEST_F(InputRecorderTest, WhatIsRead) {
  std::string A = Files.write("a.h", "int a;");
  EXPECT_TRUE(Recorder.status(A));
  EXPECT_EQ(seen(A), PathState::present());
  EXPECT_EQ(read(A), "int a;");
  EXPECT_EQ(seen(A), PathState::file("int a;"));
  EXPECT_TRUE(Recorder.exists(A));
  EXPECT_EQ(seen(A), PathState::file("int a;"));
}

TEST_F(InputRecorderTest, WhatIsMissing) {
  EXPECT_EQ(read(Files.path("a.h")), "not there");
  EXPECT_FALSE(Recorder.status(Files.path("b.h")));
  EXPECT_FALSE(Recorder.exists(Files.path("c.h")));
  for (const char *Name : {"a.h", "b.h", "c.h"})
    EXPECT_EQ(seen(Files.path(Name)), PathState::absent()) << Name;
}

TEST_F(InputRecorderTest, MissingDirectorySaysItAll) {
  EXPECT_FALSE(Recorder.status(Files.path("d")));
  EXPECT_FALSE(Recorder.status(Files.path("d/e/f.h")));
  EXPECT_EQ(seen(Files.path("d")), PathState::absent());
  EXPECT_EQ(seen(Files.path("d/e/f.h")), std::nullopt);
}

TEST_F(InputRecorderTest, Listings) {
  Files.write("d/a", "");
  std::error_code EC;
  Recorder.dir_begin(Files.path("d"), EC);
  EXPECT_FALSE(EC);
  EXPECT_EQ(seen(Files.path("d")), PathState::directory({"a"}));
  Recorder.dir_begin(Files.path("e"), EC);
  EXPECT_TRUE(EC);
  EXPECT_EQ(seen(Files.path("e")), PathState::absent());
}

TEST_F(InputRecorderTest, OneNamePerPath) {
  std::string A = Files.write("a.h", "int a;");
  Files.write("d/b.h", "");
  EXPECT_EQ(read(Files.path("d/.././a.h")), "int a;");
  EXPECT_EQ(seen(A), PathState::file("int a;"));
  ASSERT_FALSE(Recorder.setCurrentWorkingDirectory(Files.root()));
  EXPECT_EQ(read("d/b.h"), "");
  EXPECT_EQ(seen(Files.path("d/b.h")), PathState::file(""));
}

TEST_F(InputRecorderTest, LinksAreNotFollowedBack) {
  Files.write("far/away/x", "");
  std::string Target = Files.write("far/a.h", "far");
  std::string Near = Files.write("a.h", "near");
  ASSERT_EQ(symlink(Files.path("far/away").c_str(), Files.path("link").c_str()),
            0);
  EXPECT_EQ(read(Files.path("link/../a.h")), "far");
  EXPECT_EQ(seen(Near), std::nullopt);
  EXPECT_EQ(seen(Files.path("link/../a.h")), PathState::file("far"));
}

TEST_F(InputRecorderTest, TwoContentsContradict) {
  std::string A = Files.write("a.h", "old");
  read(A);
  EXPECT_TRUE(Recorder.inputs());
  Files.write("a.h", "new");
  read(A);
  EXPECT_FALSE(Recorder.inputs());
}

TEST_F(InputRecorderTest, ComingAndGoingContradicts) {
  std::string A = Files.path("a.h");
  Recorder.exists(A);
  Files.write("a.h", "new");
  Recorder.exists(A);
  EXPECT_FALSE(Recorder.inputs());
}

TEST_F(InputRecorderTest, ContentDoesNotChangeInHand) {
  std::string Old(100000, 'o');
  std::string A = Files.write("a.h", Old);
  auto File = Recorder.openFileForRead(A);
  ASSERT_TRUE(File);
  auto Buffer = (*File)->getBuffer(A, Old.size(), true, false);
  ASSERT_TRUE(Buffer);
  Files.write("a.h", "n");
  EXPECT_TRUE((*Buffer)->getBuffer() == Old);
  EXPECT_EQ(seen(A), PathState::file(Old));
}
} // namespace
