//===- stall.cpp - The stall detector -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "scheduler.hpp"

namespace unblock {
namespace detail {

void scheduler::begin_watched(watched_turn &turn,
                              const task_core &task) noexcept {
  turn.spawned_at.store(task.spawned_at, std::memory_order_relaxed);
  turn.task.store(&task, std::memory_order_relaxed);
  turn.count.store(turn.count.load(std::memory_order_relaxed) + 1,
                   std::memory_order_release);
}

clock::time_point
scheduler::look_for_stalls(clock::time_point) noexcept {
  return timers::never;
}

} // namespace detail

std::string stall_report::to_json() const { return {}; }

} // namespace unblock
