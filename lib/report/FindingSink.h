//===- FindingSink.h - Where checks hand in their findings ------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A diagnostic is text; a finding has structure. A check emits both, in one
// place: the diagnostic for clang-tidy and editors, the finding for whoever
// installed a sink. Without a sink nothing is built.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_REPORT_FINDINGSINK_H
#define UNBLOCK_REPORT_FINDINGSINK_H

#include "lib/report/Finding.h"

namespace unblock::report {

/// Receives each finding as it is made, before NOLINT comments, header filters
/// and duplicates are dealt with.
class FindingSink {
public:
  virtual ~FindingSink();
  virtual void found(Finding F) = 0;

  /// The sink of this thread, or null: then findings are only diagnosed.
  static FindingSink *current();

  /// Installs a sink for this thread while it lives.
  class Scope {
  public:
    explicit Scope(FindingSink &Sink);
    ~Scope();
    Scope(const Scope &) = delete;
    Scope &operator=(const Scope &) = delete;

  private:
    FindingSink *Previous;
  };
};

} // namespace unblock::report

#endif // UNBLOCK_REPORT_FINDINGSINK_H
