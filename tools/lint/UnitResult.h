//===- UnitResult.h - What the checks said of one unit ----------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_UNITRESULT_H
#define UNBLOCK_LINT_UNITRESULT_H

#include "lib/index/Module.h"
#include "lib/report/Report.h"
#include "lib/report/Suppressions.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <map>
#include <optional>

namespace unblock::lint {

/// What the user should know beside the findings.
struct UnitWarning {
  std::string File; ///< it is about; empty for none
  std::string Message;
};

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
  /// Broken NOLINT comments, and trouble with the cache.
  std::vector<UnitWarning> Warnings;
  /// The files that were read, system headers included.
  std::vector<std::string> Read;
  /// The checks that ran.
  std::vector<std::string> Checks;
  /// The NOLINT comments that name checks.
  std::vector<report::Suppression> Suppressions;
};

/// The result in \p U, whose payload is gone then; nothing when it has none.
std::optional<UnitResult> takeResult(index::Unit &U);

/// Makes \p R the payload of \p U.
void putResult(index::Unit &U, const UnitResult &R);

/// Makes the names of files absolute that are relative to \p Root.
void makeAbsolute(UnitResult &R, llvm::StringRef Root);

using Renaming = llvm::function_ref<std::string(llvm::StringRef)>;

/// Gives the files in it the names that \p New has for them.
void renameFiles(UnitResult &R, Renaming New);
void renameFiles(index::Unit &U, Renaming New);

} // namespace unblock::lint

#endif // UNBLOCK_LINT_UNITRESULT_H
