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
#include "UnitResult.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace unblock::lint {

struct AnalysisOptions {
  std::string ResourceDirectory;
  /// Names of files within it are kept relative to it.
  std::string Root;
  /// Summarise also the functions that no other unit can reach.
  bool AllFunctions = false;
};

/// A unit, and what the checks said of it.
struct AnalysedUnit {
  index::Unit Summary;
  UnitResult Result;
  bool IsFromCache = false;
};

/// Parses \p U, runs the checks on it, and summarises its functions. Reads
/// sources from \p Files. Changes the current directory.
AnalysedUnit analyse(const Unit &U, const Configuration &Config,
                     const AnalysisOptions &Options,
                     llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files);

} // namespace unblock::lint

#endif // UNBLOCK_LINT_ANALYSIS_H
