//===- Report.h - All that one run has to say -------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_REPORT_REPORT_H
#define UNBLOCK_REPORT_REPORT_H

#include "lib/report/Finding.h"
#include "llvm/Support/JSON.h"

namespace unblock::report {

/// A translation unit that could not be analysed, and why.
struct Failure {
  std::string File;
  Location Where; ///< of the compiler's first error, when there is one
  std::string Reason;
};

/// "1 finding", "2 findings".
std::string plural(unsigned N, llvm::StringRef Noun);

struct Report {
  std::vector<Finding> Findings;
  std::vector<Failure> Failures;
  unsigned Units = 0;    ///< translation units that were to be analysed
  unsigned Analysed = 0; ///< ... and those that were
  bool Interrupted = false;
  /// The findings were compared with a baseline.
  bool HasBaseline = false;
  /// How many units were analysed in an earlier run.
  unsigned FromCache = 0;

  /// Brings the findings into the order of their places, and drops all but the
  /// first of those that several translation units have in common. Where the
  /// same finding is suppressed in one unit and not in another, it stands.
  /// Fixes in which the units do not agree are withdrawn.
  void normalise();

  /// "12 findings (1 deadlock, 11 stall) in 7 files; 40 of 41 translation units
  /// analysed". Only findings that stand count; those in a baseline are named
  /// beside.
  std::string summary() const;
};

llvm::json::Value toJSON(const Location &L);
llvm::json::Value toJSON(const Finding &F);
llvm::json::Value toJSON(const Failure &F);
bool fromJSON(const llvm::json::Value &V, Location &L, llvm::json::Path P);
bool fromJSON(const llvm::json::Value &V, Finding &F, llvm::json::Path P);
bool fromJSON(const llvm::json::Value &V, Failure &F, llvm::json::Path P);

} // namespace unblock::report

#endif // UNBLOCK_REPORT_REPORT_H
