//===- stall.hpp - A worker that does not come back -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_STALL_HPP
#define UNBLOCK_STALL_HPP

#include <chrono>
#include <cstddef>
#include <source_location>
#include <string>
#include <vector>

namespace unblock {

/// What the stall detector saw: one turn of a task that holds its worker for
/// longer than the threshold.
struct stall_report {
  /// How long the turn has lasted so far, as the watchdog saw it; it looks
  /// around every half threshold.
  std::chrono::nanoseconds duration;
  /// The worker's core, 0 to workers - 1.
  std::size_t worker;
  /// Tells tasks apart while they live.
  const void *task;
  /// The call of spawn (or block_on) that made the task.
  std::source_location spawned_at;
  /// The worker's stack, innermost function first; empty where it cannot be
  /// read.
  std::vector<std::string> stack;

  /// One line of JSON without a line feed, for a log.
  std::string to_json() const;
};

} // namespace unblock

#endif // UNBLOCK_STALL_HPP
