//===- FixPlan.h - Which fixes go together ----------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Fixes of many findings, from many translation units, are to be applied to the
// same files at once. A plan says which of them can be: the replacements of a
// fix are made all or not at all, and what two fixes do to a file never
// overlaps. Fixes of different checks do not stand inside of each other,
// either. The plan knows nothing of what the files hold.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_REPORT_FIXPLAN_H
#define UNBLOCK_REPORT_FIXPLAN_H

#include "lib/report/Finding.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <map>

namespace unblock::report {

/// Whether \p R only adds lines that include headers. Several fixes may add the
/// same one: it is added once.
bool isIncludeInsertion(const Replacement &R);

enum class FixState {
  None,     ///< the finding has no fix, or a comment suppresses it
  Planned,  ///< to be applied
  Overlaps, ///< with that of an earlier finding
  Locked,   ///< a file of it may not be changed
};

struct FixPlan {
  /// One for each finding.
  std::vector<FixState> States;
  /// What to do to each file: in the order of offsets, and apart.
  std::map<std::string, std::vector<Replacement>> Files;
};

/// Chooses among the fixes of \p Findings; of two that overlap, the one of the
/// earlier finding. \p MayChange is asked for each file.
FixPlan planFixes(llvm::ArrayRef<Finding> Findings,
                  llvm::function_ref<bool(llvm::StringRef File)> MayChange);

/// \p Text after \p Changes, which are in order and apart.
std::string applyChanges(llvm::StringRef Text,
                         llvm::ArrayRef<Replacement> Changes);

/// Where the byte at \p Offset is after \p Changes.
unsigned shifted(unsigned Offset, llvm::ArrayRef<Replacement> Changes);

} // namespace unblock::report

#endif // UNBLOCK_REPORT_FIXPLAN_H
