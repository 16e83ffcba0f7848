//===- SharedAnalysis.h - What the checks of a unit share -------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The checks of this folder are objects of their own to clang-tidy. What is
// made once for a translation unit, whichever of them comes first, is kept
// here.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_SHAREDANALYSIS_H
#define UNBLOCK_CHECKS_ASYNC_SHAREDANALYSIS_H

#include "Answers.h"
#include "lib/analysis/Rewrites.h"
#include "lib/index/UnitBuilder.h"
#include "lib/model/ModelSet.h"
#include <memory>
#include <set>

namespace unblock::checks {

/// The models of the last translation unit are kept for the next: most files
/// of a project have the same.
struct UnitModels {
  std::string Key; ///< names and contents of the user's files
  std::unique_ptr<model::ModelSet> Set;
  std::string Error;
};

/// One translation unit is analysed at a time on a thread; clangd has several
/// threads.
struct SharedAnalysis {
  clang::ASTContext *Context = nullptr;
  /// The checks that have not ended yet.
  unsigned Checks = 0;
  std::unique_ptr<analysis::TranslationUnit> Unit;
  /// What other units or an index will be asked about; made when needed.
  std::unique_ptr<index::UnitBuilder> Builder;
  /// The answers of the index.
  std::optional<std::vector<Answer>> Answers;
  std::vector<report::Finding> UnusedAllowances;
  /// The fixes of all checks.
  std::unique_ptr<analysis::Rewrites> Fixes;
  UnitModels Models;
  /// Directives that a fix inserts: clang-tidy would insert each again.
  std::set<std::pair<clang::SourceLocation, std::string>> Inserted;
  /// Fixes that it has been given, as text.
  std::set<std::string> Fixed;
};

/// The one of this thread.
SharedAnalysis &shared();

/// The models for the unit of \p Context: the user's nearest file, and those
/// that \p Listed names, separated by semicolons. What is wrong with them is in
/// the result; it stays valid until the next call on this thread.
UnitModels &loadModels(clang::ASTContext &Context, llvm::StringRef Listed);

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_SHAREDANALYSIS_H
