//===- Steps.h - Parts of a run, file to file -------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The commands that report no findings. Each returns the exit status.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_STEPS_H
#define UNBLOCK_LINT_STEPS_H

#include "Options.h"
#include "Run.h"

namespace unblock::lint {

/// `index`: the result of one unit becomes a file, if it could be analysed.
int indexUnit(const Options &O);

/// `link`: results become an index.
int linkUnits(const Options &O);

/// `dump`: a result or an index is printed.
int dumpFile(const Options &O);

/// `graph`.
int drawGraph(const Options &O);

/// --explain, of the units that \p Work has analysed.
int explain(const Options &O, Run &Work);

/// Reads an index that `link` wrote.
llvm::Expected<index::Project> readIndex(llvm::StringRef File);

/// Moves results that `index` wrote from \p Paths to \p Work; what remains may
/// name sources.
llvm::Error takeResults(std::vector<std::string> &Paths, Run &Work);

} // namespace unblock::lint

#endif // UNBLOCK_LINT_STEPS_H
