//===- UnitKeys.h - What the cache finds a unit by --------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_UNITKEYS_H
#define UNBLOCK_LINT_UNITKEYS_H

#include "Analysis.h"
#include "lib/index/FileHashes.h"
#include "llvm/ADT/StringMap.h"
#include <memory>

namespace unblock::lint {

/// Hashes all that the result of a unit depends on and that is known before it
/// is analysed: the tool, the command, the environment of the compiler, checks
/// and their options, models. What is read meanwhile are the entry's inputs.
class UnitKeys {
public:
  UnitKeys(const Configuration &Config, const AnalysisOptions &Options);

  index::Hash of(const Unit &U);

private:
  /// The content of \p File, or that there is none.
  std::string contentHash(llvm::StringRef File);

  const std::string Root;
  std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> Checks;
  /// What is the same for all units.
  std::vector<std::string> Common;
  llvm::StringMap<std::string> Contents;
};

} // namespace unblock::lint

#endif // UNBLOCK_LINT_UNITKEYS_H
