//===- UnifiedDiff.h - Changes as a patch -----------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_REPORT_UNIFIEDDIFF_H
#define UNBLOCK_REPORT_UNIFIEDDIFF_H

#include "lib/report/Finding.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

namespace unblock::report {

/// Prints what \p Changes, which are in order and apart, do to a file that
/// holds \p Text, in the unified format with three lines of context. `patch
/// -p1` and `git apply` take it. Nothing is printed when nothing changes.
void writeUnifiedDiff(llvm::StringRef Name, llvm::StringRef Text,
                      llvm::ArrayRef<Replacement> Changes,
                      llvm::raw_ostream &OS);

} // namespace unblock::report

#endif // UNBLOCK_REPORT_UNIFIEDDIFF_H
