//===- Runtimes.h - Which runtime runs a task -------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A runtime is an object that some function made and that was handed on from
// there: in variables, members, parameters and results. Here its way is
// followed back, to tell of which runtimes it is evident that they have one
// thread only, and what they run.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_RUNTIMES_H
#define UNBLOCK_ANALYSIS_RUNTIMES_H

#include "Calls.h"
#include "InPlace.h"
#include <vector>

namespace unblock::analysis {

/// A task that a runtime with one thread runs, and that runs code in place.
struct CurrentThreadWork : FoundInPlace {
  Call Start;                 ///< what hands the task to the runtime
  clang::SourceLocation Made; ///< where the runtime becomes one of that kind
  /// The function that makes it so.
  const clang::FunctionDecl *Maker = nullptr;
};

/// In the order of the source; a place once.
std::vector<CurrentThreadWork> findCurrentThreadWork(TranslationUnit &TU);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_RUNTIMES_H
