//===- CompileCommands.h - Units and their commands -------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds the compile database, picks the translation units that the user asked
// for, and turns their commands, which may be GCC's, into what Clang takes.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_COMPILECOMMANDS_H
#define UNBLOCK_LINT_COMPILECOMMANDS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/GlobPattern.h"
#include <optional>
#include <string>
#include <vector>

namespace unblock::lint {

/// Absolute and without `.` and `..`: the one name by which the tool speaks of
/// a file. Relative paths are relative to \p Directory, or to the current
/// directory when that is empty.
std::string canonicalPath(llvm::StringRef Path, llvm::StringRef Directory = "");

/// Files, directories and globs, as they stand on the command line. A file
/// belongs to the set when it, or a directory that it lies in, is named or
/// matched.
class PathSet {
public:
  static llvm::Expected<PathSet> create(llvm::ArrayRef<std::string> Arguments);

  bool empty() const { return Elements.empty(); }
  bool contains(llvm::StringRef CanonicalFile) const;

  struct Element {
    std::string Spelling;
    std::string Path; ///< canonical
    std::string RealPath;
    std::optional<llvm::GlobPattern> Glob;
    bool contains(llvm::StringRef CanonicalFile) const;
  };
  llvm::ArrayRef<std::unique_ptr<Element>> elements() const { return Elements; }

private:
  // A GlobPattern points into Path.
  std::vector<std::unique_ptr<Element>> Elements;
};

/// One command that compiles one file.
struct Unit {
  std::string File; ///< canonical
  std::string Directory;
  std::vector<std::string> Arguments;
  std::string ObjectFile; ///< what it makes, as the database spells it
};

struct UnitRequest {
  /// Of `-p`: a directory with compile_commands.json, or the file itself. When
  /// empty, the database is looked for upwards from the first path.
  std::string BuildPath;
  /// What stood after `--`, instead of a database.
  std::optional<std::vector<std::string>> FixedCommand;
  std::vector<std::string> Paths, Exclude;
  std::vector<std::string> ExtraArgs, ExtraArgsBefore;
};

/// The units that \p Request names, each once per distinct command, in the
/// order of the database. An error tells the user what to do. \p AreAll is set
/// to whether these are all units of the project.
llvm::Expected<std::vector<Unit>> selectUnits(const UnitRequest &Request,
                                              bool *AreAll = nullptr);

} // namespace unblock::lint

#endif // UNBLOCK_LINT_COMPILECOMMANDS_H
