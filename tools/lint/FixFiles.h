//===- FixFiles.h - Fixes, from findings to files ---------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Behind --fix and --diff: makes the new text of each file, in the file's own
// style, and writes it. A file that is no longer what the analysis saw is left
// alone, and so is one that cannot be written; fixes that need it then are not
// made elsewhere either.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_FIXFILES_H
#define UNBLOCK_LINT_FIXFILES_H

#include "lib/report/FixPlan.h"
#include "lib/report/Report.h"
#include "llvm/Support/raw_ostream.h"
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace unblock::lint {

/// What tells whether a file is what it was.
std::string contentHash(llvm::StringRef Content);

class FixFiles {
public:
  /// \p IsOurs is asked with the real path of a file whether it belongs to what
  /// may be changed.
  explicit FixFiles(std::function<bool(llvm::StringRef)> IsOurs)
      : IsOurs(std::move(IsOurs)) {}

  /// A unit's analysis has seen \p File with the content of \p Hash.
  void sawFile(llvm::StringRef File, llvm::StringRef Hash);

  /// Chooses what of the fixes in \p Report to make. Nothing is written.
  void plan(const report::Report &Report);

  /// Prints the plan as a patch. Names of files are relative to \p Root.
  void printDiff(llvm::StringRef Root, llvm::raw_ostream &OS) const;

  /// Writes the files. What cannot be written is taken out of the plan.
  void write(const report::Report &Report);

  /// Takes the findings that are fixed out of \p Report, and brings the places
  /// of those that remain up to date.
  void update(report::Report &Report) const;

  size_t fixedFindings() const;
  size_t changedFiles() const;

  /// What kept files from being changed: a line each.
  llvm::ArrayRef<std::string> errors() const { return Errors; }

  /// Fixes that were not planned, and why: "a.cpp:3:5: not fixed: ...", with
  /// names relative to \p Directory.
  std::vector<std::string> leftOver(const report::Report &Report,
                                    llvm::StringRef Directory) const;

private:
  struct File {
    std::string Name;      ///< by which findings know it
    std::string Hash;      ///< as analysed
    bool IsOurs = true;    ///< may be changed
    bool IsBroken = false; ///< cannot be; an error says why
    bool IsRead = false;
    std::string Text;
    /// What to do to it, formatting included.
    std::vector<report::Replacement> Changes;
  };

  static std::string realPath(llvm::StringRef Name);
  bool mayChange(const std::string &Path);
  void fail(File &F, const llvm::Twine &Reason);
  void format(const std::string &Path, File &F,
              llvm::ArrayRef<report::Replacement> Wanted);

  std::function<bool(llvm::StringRef)> IsOurs;
  std::map<std::string, File> Files; ///< by real path
  report::FixPlan Plan;
  std::vector<std::string> Errors;
};

} // namespace unblock::lint

#endif // UNBLOCK_LINT_FIXFILES_H
