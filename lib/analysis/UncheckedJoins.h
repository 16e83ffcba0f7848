//===- UncheckedJoins.h - Outcomes that nobody asks about -------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Work that is joined has ended in one of three ways: with a value, with an
// exception, or cancelled. Follows outcomes and handles through the CFG of a
// coroutine, to find where it relies on the value without having asked.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_UNCHECKEDJOINS_H
#define UNBLOCK_ANALYSIS_UNCHECKEDJOINS_H

#include "TranslationUnit.h"

namespace unblock::analysis {

struct UncheckedJoin {
  enum Kind : uint8_t {
    Unasked,   ///< the value of an outcome is taken, nobody has asked for it
    Cancelled, ///< the same, where it is known only that no exception is there
    Aborted,   ///< a handle is awaited whose task was aborted here
  } What = Unasked;
  clang::SourceLocation At;
  /// The member that takes the value; null when a handle is awaited.
  const clang::FunctionDecl *Taker = nullptr;
  /// The outcome or the handle; null for an outcome that has no name.
  const clang::VarDecl *Variable = nullptr;
  /// Where the task was aborted.
  clang::SourceLocation AbortedAt = {};
};

/// Appends what \p Coroutine does of this kind, in source order. What stands in
/// a try block that handles cancelled work is left out, and what only hands an
/// exception on: a value that is returned or that nobody uses.
void findUncheckedJoins(TranslationUnit &TU,
                        const clang::FunctionDecl *Coroutine,
                        llvm::SmallVectorImpl<UncheckedJoin> &Out);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_UNCHECKEDJOINS_H
