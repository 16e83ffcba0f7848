//===- LockFlow.h - Thread mutexes held over suspension points --*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows guards and mutexes through the CFG of a coroutine. A lock is held,
// free, or perhaps held; it is reported only where it is held on every path
// that reaches a suspension point, since paths that meet are often correlated.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_LOCKFLOW_H
#define UNBLOCK_ANALYSIS_LOCKFLOW_H

#include "Locks.h"

namespace unblock::analysis {

struct HeldLock {
  /// The variable of the guard, or the mutex that was locked by hand.
  std::string Name;
  std::string Mutex; ///< type of the mutex, or of the guard
  clang::SourceLocation LockedAt;
  clang::SourceLocation SuspendedAt;
};

/// Appends the locks that \p Coroutine holds over a suspension point: each with
/// the first such point in source order.
void findHeldLocks(Locks &Kinds, const clang::FunctionDecl *Coroutine,
                   llvm::SmallVectorImpl<HeldLock> &Out);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_LOCKFLOW_H
