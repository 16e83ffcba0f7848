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
// counts for nothing; the loops inside it are looked at on their own.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_LOOPS_H
#define UNBLOCK_ANALYSIS_LOOPS_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <optional>

namespace unblock::analysis {

struct LongLoop {
  const clang::Stmt *Loop = nullptr;
  /// Iterations of the innermost bodies, nests multiplied; the largest value
  /// is a loop without an end.
  uint64_t Iterations = 0;
};

/// Loops below this are not worth a record; the checks set a higher bar.
inline constexpr uint64_t MinIterations = 10000;

/// Appends the outermost loops of \p Body with at least MinIterations
/// iterations that run without a suspension point; \p Suspends says of a
/// `co_await` or `co_yield` whether it is one.
void findLongLoops(const clang::Stmt *Body, clang::ASTContext &Context,
                   llvm::function_ref<bool(const clang::Expr *)> Suspends,
                   llvm::SmallVectorImpl<LongLoop> &Out);

/// How often the body of \p Loop runs at most, when constants say so: that it
/// may be left early does not matter.
std::optional<uint64_t> maxTrips(const clang::Stmt *Loop,
                                 clang::ASTContext &Context);

/// Does each round of \p Loop await that a time passes, as far as the name of
/// the awaited function tells?
bool waitsForTime(const clang::Stmt *Loop);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_LOOPS_H
