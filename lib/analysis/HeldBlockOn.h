//===- HeldBlockOn.h - Blocking on work that needs a held lock --*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `block_in_place` makes it right to block on asynchronous work, but not while
// the coroutine around it holds a lock which that work needs: neither can go
// on. Found by the names that both mention, within one coroutine.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_HELDBLOCKON_H
#define UNBLOCK_ANALYSIS_HELDBLOCKON_H

#include "TranslationUnit.h"

namespace unblock::analysis {

struct HeldBlockOn {
  clang::SourceLocation At;       ///< the call that blocks
  clang::SourceLocation LockedAt; ///< the guard's declaration
  const clang::FunctionDecl *Callee = nullptr;
  const clang::ValueDecl *Mutex = nullptr;
};

void findHeldBlockOn(TranslationUnit &TU, const clang::FunctionDecl *Coroutine,
                     llvm::SmallVectorImpl<HeldBlockOn> &Out);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_HELDBLOCKON_H
