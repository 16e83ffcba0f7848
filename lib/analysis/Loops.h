//===- Loops.h - Loops that compute for long --------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Estimates how often the body of a loop runs, from constants alone. A loop
// whose trip count is not evident, that may be left early, or that suspends,
// is not counted; the loops inside it are.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_LOOPS_H
#define UNBLOCK_ANALYSIS_LOOPS_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>

namespace unblock::analysis {

struct LongLoop {
  const clang::Stmt *Loop = nullptr;
  /// Iterations of the innermost body, nests multiplied; the largest value for
  /// a loop without an end.
  uint64_t Iterations = 0;
};

/// Loops below this are not worth a record; the checks set a higher bar.
inline constexpr uint64_t MinIterations = 10000;

/// Appends the outermost loops of \p Body with at least MinIterations
/// iterations that run without a suspension point.
void findLongLoops(const clang::Stmt *Body, clang::ASTContext &Context,
                   llvm::SmallVectorImpl<LongLoop> &Out);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_LOOPS_H
