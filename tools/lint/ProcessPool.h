//===- ProcessPool.h - Work in processes of its own -------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A compiler may crash on a file, or run out of memory or stack: that must cost
// this file alone. Each piece of work runs in a child process, made by fork, so
// that it starts with everything that is loaded already and need not tidy up
// when it ends.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_PROCESSPOOL_H
#define UNBLOCK_LINT_PROCESSPOOL_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <string>

namespace unblock::lint {

/// What came of one piece of work.
struct Outcome {
  std::string Output; ///< what the work wrote
  std::string Errors; ///< what went to the process's standard error
  /// How the process died ("crashed with SIGSEGV (Segmentation fault)"), or
  /// empty when the work came to its end.
  std::string Death;
};

/// Runs pieces 0 to \p Count - 1, at most \p Jobs at a time, and hands each
/// outcome to \p Done, in the order in which they end. SIGINT and SIGTERM stop
/// it: what is under way is killed, and the result is false. The process must
/// have no other threads.
bool runInProcesses(size_t Count, unsigned Jobs,
                    llvm::function_ref<void(size_t, llvm::raw_ostream &)> Work,
                    llvm::function_ref<void(size_t, Outcome)> Done);

} // namespace unblock::lint

#endif // UNBLOCK_LINT_PROCESSPOOL_H
