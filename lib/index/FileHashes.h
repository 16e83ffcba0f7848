//===- FileHashes.h - What files hold, by hash ------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_INDEX_FILEHASHES_H
#define UNBLOCK_INDEX_FILEHASHES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <cstdint>
#include <string>
#include <vector>

namespace unblock::index {

/// 128 bits of xxHash: against accidents, not against attackers.
struct Hash {
  uint64_t High = 0, Low = 0;

  static Hash of(llvm::StringRef Bytes);
  /// Of a list of texts: how they are divided counts.
  static Hash ofList(llvm::ArrayRef<std::string> Texts);

  std::string hex() const;
  bool operator==(const Hash &) const = default;
};

/// What a result depends on at a path: its content (of a directory, the names
/// in it), that nothing is there, or only that something is.
struct PathState : Hash {
  static PathState absent() { return {{0, 0}}; }
  static PathState present() { return {{0, 1}}; }
  static PathState file(llvm::StringRef Content) { return {Hash::of(Content)}; }
  static PathState directory(std::vector<std::string> Names);
  static PathState directory(llvm::vfs::FileSystem &FS, llvm::StringRef Path);
};

/// An absolute path that was looked at, and what was seen there.
struct Input {
  std::string Path;
  PathState Seen;
};

/// The state of paths in a file system. Each is looked at once, so a change
/// between two questions is not noticed. Not for use by several threads.
class FileHashes {
public:
  explicit FileHashes(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS =
                          llvm::vfs::getRealFileSystem())
      : FS(std::move(FS)) {}

  class Directory {
    friend FileHashes;
    struct File {
      bool WasLookedAt = false, Exists = false, WasRead = false;
      PathState Content; ///< absent() when it cannot be read
    };
    explicit Directory(llvm::StringRef Path) : Path(Path) {}

    std::string Path;
    llvm::StringMap<File> Files;
  };

  /// The paths in \p Path, which is absolute. Stays valid as long as this.
  Directory &directory(llvm::StringRef Path);

  /// Whether \p Name in \p D, or \p D itself if it is empty, is as it was.
  bool matches(Directory &D, llvm::StringRef Name, const PathState &Seen);
  bool matches(const Input &I);

  /// How many files were read.
  unsigned filesRead() const { return FilesRead; }

private:
  PathState readContent(llvm::StringRef Path, llvm::vfs::Status Status) const;

  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS;
  llvm::StringMap<Directory> Directories;
  unsigned FilesRead = 0;
};

} // namespace unblock::index

#endif // UNBLOCK_INDEX_FILEHASHES_H
