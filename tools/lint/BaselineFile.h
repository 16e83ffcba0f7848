//===- BaselineFile.h - --baseline and --write-baseline ---------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_BASELINEFILE_H
#define UNBLOCK_LINT_BASELINEFILE_H

#include "lib/report/Baseline.h"
#include "lib/report/Coverage.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace unblock::lint {

/// The baseline that a run is compared with, and the one that it writes.
class BaselineFile {
public:
  /// Reads the file \p Compare, which must be there, and \p Update, which need
  /// not be; either name may be empty. File names in them are relative to
  /// \p Root.
  static llvm::Expected<BaselineFile>
  read(llvm::StringRef Compare, llvm::StringRef Update, llvm::StringRef Root);

  /// Names the files that it holds findings of.
  void watch(report::Coverage &Covered) const;

  /// Marks the findings that are known. Of the others, those that \p IsReported
  /// will be written.
  void apply(report::Report &R, const report::Coverage &Covered,
             llvm::function_ref<bool(const report::Finding &)> IsReported);

  /// Tells of entries whose findings are gone.
  void printStale(llvm::raw_ostream &OS) const;

  /// Writes the new baseline; what it holds no longer stands in \p R.
  llvm::Error write(report::Report &R);
  /// "wrote 7 findings to 'baseline.json': 2 more, 1 less"
  std::string summary() const;

private:
  struct Content {
    std::string Path, Text;
  };
  static llvm::Expected<Content> load(llvm::StringRef Option,
                                      llvm::StringRef Path, bool MayBeMissing,
                                      report::Baseline &Into);

  Content Compare, Update;
  std::string Root;
  report::Baseline Known;
  report::Baseline Next;
  std::vector<report::BaselineEntry> Stale;
  size_t Unjudged = 0, Added = 0;
};

} // namespace unblock::lint

#endif // UNBLOCK_LINT_BASELINEFILE_H
