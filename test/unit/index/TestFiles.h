//===- TestFiles.h - A directory for the time of a test ---------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_TEST_UNIT_INDEX_TESTFILES_H
#define UNBLOCK_TEST_UNIT_INDEX_TESTFILES_H

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

namespace unblock::test {

class TestFiles {
public:
  TestFiles() {
    llvm::SmallString<128> Made;
    EXPECT_FALSE(llvm::sys::fs::createUniqueDirectory("unblock-test", Made));
    llvm::SmallString<128> Real;
    EXPECT_FALSE(llvm::sys::fs::real_path(Made, Real));
    Root = Real.str().str();
  }
  ~TestFiles() { llvm::sys::fs::remove_directories(Root); }

  const std::string &root() const { return Root; }
  std::string path(llvm::StringRef Name) const {
    return Root + "/" + Name.str();
  }
  std::string write(llvm::StringRef Name, llvm::StringRef Text) const {
    std::string Path = path(Name);
    llvm::sys::fs::create_directories(llvm::sys::path::parent_path(Path));
    std::error_code EC;
    llvm::raw_fd_ostream OS(Path, EC);
    EXPECT_FALSE(EC) << Path;
    OS << Text;
    return Path;
  }
  std::string read(llvm::StringRef Name) const {
    auto Buffer = llvm::MemoryBuffer::getFile(path(Name));
    return Buffer ? (*Buffer)->getBuffer().str() : "cannot read it";
  }
  /// All files below \p Name.
  std::vector<std::string> files(llvm::StringRef Name) const {
    std::vector<std::string> Found;
    std::error_code EC;
    for (llvm::sys::fs::recursive_directory_iterator It(path(Name), EC), End;
         It != End && !EC; It.increment(EC))
      if (!llvm::sys::fs::is_directory(It->path()))
        Found.push_back(It->path());
    return Found;
  }

private:
  std::string Root;
};

} // namespace unblock::test

#endif // UNBLOCK_TEST_UNIT_INDEX_TESTFILES_H
