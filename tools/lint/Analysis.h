//===- Analysis.h - The checks on one translation unit ----------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_ANALYSIS_H
#define UNBLOCK_LINT_ANALYSIS_H

#include "CompileCommands.h"
#include "Configuration.h"
#include "lib/report/Report.h"
#include <map>
#include <optional>

namespace unblock::lint {

/// What one unit gave.
struct UnitResult {
  /// Not C++: there was nothing to look for.
  bool Foreign = false;
  /// Why there are no findings.
  std::optional<report::Failure> Failed;
  /// With canonical names of files; suppressed ones included.
  std::vector<report::Finding> Findings;
  /// The files that fixes would change, as they were read, without those of
  /// system headers: name and contentHash().
  std::map<std::string, std::string> Fixable;
  /// What the user should know beside: broken NOLINT comments.
  std::vector<std::string> Warnings;
};

llvm::json::Value toJSON(const UnitResult &R);
bool fromJSON(const llvm::json::Value &V, UnitResult &R, llvm::json::Path P);

/// Parses \p U and runs the checks on it; or, when \p Explain names a function,
/// gives what is known of that instead. Changes the current directory.
UnitResult analyse(const Unit &U, const Configuration &Config,
                   llvm::StringRef ResourceDirectory, llvm::StringRef Explain);

} // namespace unblock::lint

#endif // UNBLOCK_LINT_ANALYSIS_H
