//===- FilesBefore.h - The disk as it was at a revision ---------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_FILESBEFORE_H
#define UNBLOCK_LINT_FILESBEFORE_H

#include "GitChange.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace unblock::lint {

/// A file system in which the files of a change are as they were before it:
/// with their old content, there again, or not there yet. Names of files are
/// followed through symbolic links; listings of directories are those of now.
class FilesBefore : public llvm::vfs::ProxyFileSystem {
public:
  FilesBefore(const GitChange &Change,
              llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Now);

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &Path) override;
  bool exists(const llvm::Twine &Path) override;
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>>
  openFileForRead(const llvm::Twine &Path) override;

private:
  enum class Source { Now, Before, Nowhere };
  /// Where \p Path is to be looked for, and under which name in Before.
  Source locate(const llvm::Twine &Path, std::string &Name);
  llvm::StringRef realDirectory(llvm::StringRef Directory);

  llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> Before;
  llvm::StringSet<> Added;
  llvm::StringMap<std::string> RealDirectories;
};

} // namespace unblock::lint

#endif // UNBLOCK_LINT_FILESBEFORE_H
