//===- Includes.h - Include directives that a fix needs ---------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nothing is remembered from one fix to the next: each must stand alone, since
// an editor applies a single one.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_INCLUDES_H
#define UNBLOCK_ANALYSIS_INCLUDES_H

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceManager.h"
#include <optional>

namespace unblock::analysis {

/// The insertion of a directive for \p Header (`unblock/time.hpp`) into
/// \p File, in the order and the style of that file. Nothing when the file
/// includes it already, or a header that stands for its whole library.
std::optional<clang::FixItHint> insertInclude(const clang::SourceManager &SM,
                                              clang::FileID File,
                                              llvm::StringRef Header);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_INCLUDES_H
