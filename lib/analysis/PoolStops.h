//===- PoolStops.h - Stopping to wait for work that goes on -----*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Work on a blocking pool cannot be stopped from outside once it has started.
// Found is code that looks as if it could: a timeout around the handle, an
// abort that nobody checks, a destructor that does not wait. Work that looks at
// a stop token, or another flag, is left alone.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_POOLSTOPS_H
#define UNBLOCK_ANALYSIS_POOLSTOPS_H

#include "HandleUses.h"

namespace unblock::analysis {

struct PoolStop {
  enum Kind : uint8_t {
    GivesUp,        ///< a timeout or a race stops to wait
    Aborts,         ///< asks the work to stop, and leaves it at that
    AbortsAtEnd,    ///< the same in a destructor, and the work uses the object
    EndsUnregarded, ///< a destructor leaves work running that uses the object
  } What = GivesUp;
  const Offload *Work = nullptr;
  clang::SourceLocation At;
  const clang::FunctionDecl *Callee = nullptr; ///< what gives up or aborts
  /// The member that has the handle, if one has.
  const clang::FieldDecl *Member = nullptr;
};

std::vector<PoolStop> findPoolStops(TranslationUnit &TU);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_POOLSTOPS_H
