//===- InputRecorder.h - What a compilation looks at ------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A result is as good as before only if everything it was made from is as it
// was. That is more than the files that were read: a header that appears where
// the compiler looked for it in vain, earlier in the search path, takes the
// place of another one.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_INDEX_INPUTRECORDER_H
#define UNBLOCK_INDEX_INPUTRECORDER_H

#include "lib/index/FileHashes.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace unblock::index {

/// Passes everything on to a file system, and takes down what is asked for and
/// what comes back: the very bytes, whatever happens to the file later.
class InputRecorder : public llvm::vfs::ProxyFileSystem {
public:
  using ProxyFileSystem::ProxyFileSystem;

  /// What was looked at, sorted by path; nothing if a file was seen with two
  /// contents, because then no state of the disk explains the result.
  std::optional<std::vector<Input>> inputs() const;

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &Path) override;
  bool exists(const llvm::Twine &Path) override;
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>>
  openFileForRead(const llvm::Twine &Path) override;
  llvm::vfs::directory_iterator dir_begin(const llvm::Twine &Path,
                                          std::error_code &EC) override;

private:
  class RecordingFile;

  void record(const llvm::Twine &Path, const PathState &Seen);
  /// One name for a path, however it is spelt.
  std::string canonical(llvm::StringRef Path);
  std::string canonicalDirectory(llvm::StringRef Path);
  bool isBelowAbsent(llvm::StringRef Path) const;

  llvm::StringMap<std::string> Canonical, Directories; ///< by names in use
  llvm::StringMap<PathState> Seen;
  bool IsContradictory = false;
};

} // namespace unblock::index

#endif // UNBLOCK_INDEX_INPUTRECORDER_H
