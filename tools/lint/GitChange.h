//===- GitChange.h - What changed since a revision --------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_GITCHANGE_H
#define UNBLOCK_LINT_GITCHANGE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <optional>
#include <string>
#include <vector>

namespace unblock::lint {

/// Lines of a file, from 1, the last one included.
struct LineRange {
  unsigned First = 0, Last = 0;
};

/// A file that differs between the revision and the working tree. A renamed
/// one is both a file that is gone and one that is there.
struct FileChange {
  std::string Path; ///< absolute, with no symbolic link in its directory
  /// Its content at the revision, as it would be checked out. Nothing if there
  /// was no such file, or no regular one.
  std::optional<std::string> Before;
  bool IsGone = false;
  /// What is new in the working tree, in order. Where lines were only removed,
  /// the line that followed them counts.
  std::vector<LineRange> Lines;
};

/// What the working tree, with all that is not committed yet, adds to a
/// revision: to the point where the current branch left it, that is, as a pull
/// request shows it. Asks git.
class GitChange {
public:
  /// The change against \p Revision of the repository that \p Directory lies
  /// in.
  static llvm::Expected<GitChange> since(llvm::StringRef Revision,
                                         llvm::StringRef Directory);

  /// The commit that the working tree is compared with.
  llvm::StringRef base() const { return Base; }
  llvm::ArrayRef<FileChange> files() const { return Files; }

  /// Whether \p File, an absolute path, differs.
  bool touches(llvm::StringRef File) const { return find(File); }
  /// Whether \p Line of \p File, an absolute path, is part of the change.
  bool contains(llvm::StringRef File, unsigned Line) const;

private:
  const FileChange *find(llvm::StringRef File) const;

  std::string Base;
  std::vector<FileChange> Files;
  llvm::StringMap<size_t> ByPath;
};

} // namespace unblock::lint

#endif // UNBLOCK_LINT_GITCHANGE_H
