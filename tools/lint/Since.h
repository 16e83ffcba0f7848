//===- Since.h - What a change makes ----------------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A change makes a finding in two ways: it writes the line where the finding
// stands, or it changes what is called from there. For the second one the units
// that it touches are analysed as they were, too, and linked with the others;
// what is found then was there before.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_SINCE_H
#define UNBLOCK_LINT_SINCE_H

#include "FilesBefore.h"
#include "Run.h"

namespace unblock::lint {

class Since {
public:
  static llvm::Expected<Since> create(llvm::StringRef Revision,
                                      llvm::StringRef Directory);

  /// Analyses those of \p Units, the units of \p Now, that the change touches
  /// as they were before. To be called before \p Now makes its report.
  void analyseBefore(const Run &Now, llvm::ArrayRef<Unit> Units,
                     const Configuration &Config, Run::Options Opts);

  /// Puts the findings that the change does not make before the others in \p R,
  /// and gives their number. Names of files in baselines are relative to
  /// \p Root.
  size_t putOldFirst(report::Report &R, llvm::StringRef Root);

  /// The units whose earlier findings are unknown, as they did not compile.
  unsigned unknownUnits() const { return Unknown; }

private:
  explicit Since(GitChange C);

  GitChange Change;
  llvm::IntrusiveRefCntPtr<FilesBefore> Files;
  report::Report Before;
  unsigned Unknown = 0;
};

} // namespace unblock::lint

#endif // UNBLOCK_LINT_SINCE_H
