//===- AsyncUses.h - Asynchronous work where nobody can await ---*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Code that runs in place holds up its own task. What it does with channels,
// async mutexes, handles and timers is fine as long as it waits for nothing; if
// it waits, then perhaps for this very task. The extractor notes such calls in
// the summaries; here they are found again from the closures.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_ASYNCUSES_H
#define UNBLOCK_ANALYSIS_ASYNCUSES_H

#include "TranslationUnit.h"

namespace unblock::analysis {

struct BodyScan;

/// What the call \p C, which blocks as \p Blocks says, does with asynchronous
/// work; nothing when it does none, or never waits.
std::optional<AsyncUse> useOf(TranslationUnit &TU, const Call &C,
                              const Boxed<Primitive> &Blocks,
                              const BodyScan &Scan);

/// What waiting for an object of \p T, or for its member \p Operation, means.
AsyncUse::Resource resourceOf(TranslationUnit &TU, clang::QualType T,
                              llvm::StringRef Operation);

/// A use in code that runs in place.
struct InPlaceUse {
  const Offload *By = nullptr;
  AsyncUse Use;
  /// From the closure to the use; empty for what the closure itself holds.
  llvm::SmallVector<Step, 4> Way;
  clang::SourceLocation At;
};

void findInPlaceUses(TranslationUnit &TU, std::vector<InPlaceUse> &Out);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_ASYNCUSES_H
