//===- time.cpp - Sleeping and ticking -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "scheduler.hpp"

#include <unblock/time.hpp>

#include <stdexcept>

namespace unblock {
namespace detail {

scheduler &timer_scheduler(std::source_location where) {
  task_core *task = this_thread.task;
  scheduler *runtime = task && task->home ? task->home : this_thread.runtime;
  if (!runtime || runtime->is_shut_down()) [[unlikely]]
    throw context_error(runtime
                            ? "a timer was awaited on a runtime that has shut "
                              "down"
                            : "a timer was awaited outside of a runtime",
                        where,
                        "await it in a task of a running runtime, or in its "
                        "block_on");
  return *runtime;
}

void throw_cut_short(std::source_location where) {
  throw context_error("a timer was pending when its runtime shut down", where,
                      "let the runtime live until its users have ended");
}

void start_timer(scheduler &home, timer &t) {
  t.home = &home;
  if (home.pending.add(t))
    home.new_first_timer();
}

void cancel_timer(timer &t) noexcept {
  t.home->pending.remove(t);
  // It fired before, perhaps just now.
  if (t.posted)
    unpost(t);
}

} // namespace detail

interval::interval(std::chrono::nanoseconds period)
    : period_(period), next_(detail::clock::now()) {
  if (period <= period.zero())
    throw std::invalid_argument("interval: the period must be positive");
}

std::chrono::steady_clock::time_point interval::advance() {
  auto due = next_;
  auto now = detail::clock::now();
  next_ = due + period_;
  if (next_ < now) {
    switch (missed_) {
    case missed_tick::burst:
      break;
    case missed_tick::delay:
      next_ = now + period_;
      break;
    case missed_tick::skip:
      next_ += (now - due) / period_ * period_;
      break;
    }
  }
  return due;
}

} // namespace unblock
