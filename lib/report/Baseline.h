//===- Baseline.h - Findings that are known ---------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A baseline lists findings by their fingerprints, so that a project reports
// what is new and mends the rest when there is time. It is kept under version
// control: one line per finding, in an order that moves no other line.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_REPORT_BASELINE_H
#define UNBLOCK_REPORT_BASELINE_H

#include "lib/report/Report.h"
#include "lib/report/SourceText.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <tuple>

namespace unblock::report {

struct BaselineEntry {
  std::string File; ///< relative to the project's root where it lies inside it
  std::string Check;
  std::string Message;
  std::string Fingerprint;

  auto key() const { return std::tie(File, Check, Message, Fingerprint); }
};

struct Baseline {
  /// The form that is written and read.
  static constexpr int64_t Version = 1;

  std::vector<BaselineEntry> Entries;

  /// An error says where in \p Text it is, and what to do.
  static llvm::Expected<Baseline> parse(llvm::StringRef Text);
  /// Sorted, without duplicates.
  void write(llvm::raw_ostream &OS) const;
};

/// How a baseline and the findings of a run go together.
struct BaselineMatch {
  /// For each finding of the run, as it would stand in a baseline.
  std::vector<BaselineEntry> Current;
  /// Entries that no finding matches.
  std::vector<BaselineEntry> Left;
};

/// Marks the findings of \p R that \p B holds. An entry matches the finding
/// with its fingerprint in its file or, if that is gone, in another one. What a
/// comment suppresses needs no entry and matches none.
BaselineMatch applyBaseline(const Baseline &B, Report &R, SourceText &Sources,
                            llvm::StringRef Root);

} // namespace unblock::report

#endif // UNBLOCK_REPORT_BASELINE_H
