//===- CpuBoundLoopCheck.h - async-cpu-bound-loop ---------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_CPUBOUNDLOOPCHECK_H
#define UNBLOCK_CHECKS_ASYNC_CPUBOUNDLOOPCHECK_H

#include "AsyncCheck.h"

namespace unblock::checks {

/// Finds loops and calls that compute for long in an async context without a
/// suspension point.
class CpuBoundLoopCheck : public AsyncCheck {
public:
  CpuBoundLoopCheck(llvm::StringRef Name,
                    clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

protected:
  void checkUnit(analysis::TranslationUnit &TU) override;

private:
  /// Iterations from which on a loop is reported.
  const uint64_t IterationThreshold;
};

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_CPUBOUNDLOOPCHECK_H
