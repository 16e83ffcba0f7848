//===- BlockInPlaceInLibraryCheck.h -----------------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_BLOCKINPLACEINLIBRARYCHECK_H
#define UNBLOCK_CHECKS_ASYNC_BLOCKINPLACEINLIBRARYCHECK_H

#include "AsyncCheck.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/GlobPattern.h"

namespace unblock::checks {

/// Finds block_in_place in the code of a library, whose users choose the
/// runtime.
class BlockInPlaceInLibraryCheck : public AsyncCheck {
public:
  BlockInPlaceInLibraryCheck(llvm::StringRef Name,
                             clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

protected:
  void checkUnit(analysis::TranslationUnit &TU) override;

private:
  /// Files that patterns name, themselves or by a folder above them.
  class FileSet {
  public:
    llvm::Error add(llvm::StringRef Pattern);
    /// The pattern that names \p File, an absolute path; empty when none does.
    llvm::StringRef match(llvm::StringRef File) const;

  private:
    struct Pattern {
      std::string Spelling;
      std::string Text; ///< what Glob refers to
      std::optional<llvm::GlobPattern> Glob;
    };
    std::vector<std::unique_ptr<Pattern>> Patterns;
  };

  void read(llvm::StringRef Option, llvm::StringRef Value, FileSet &Into);

  /// Why the file \p File, in the main file of the unit or included by it, is
  /// part of a library; empty when nothing says so.
  std::string whyLibrary(llvm::StringRef File, bool IsMain,
                         llvm::vfs::FileSystem &FS) const;

  const std::string LibraryPaths, ApplicationPaths, ObjectFile;
  FileSet Libraries, Applications;
};

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_BLOCKINPLACEINLIBRARYCHECK_H
