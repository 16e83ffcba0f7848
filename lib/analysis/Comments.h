//===- Comments.h - Comments that stand at a call ---------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_COMMENTS_H
#define UNBLOCK_ANALYSIS_COMMENTS_H

#include "TranslationUnit.h"

namespace unblock::analysis {

/// Does a comment say something at the call of \p O: on the lines above its
/// statement, between the beginning of the statement and that of the closure's
/// body, as the first thing in that body, or at the end of the statement's last
/// line? An allowance that covers the call, or that the closure makes, says it
/// too. Remarks for tools (NOLINT, clang-format) say nothing.
bool isDocumented(TranslationUnit &TU, const Offload &O);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_COMMENTS_H
