//===- detail/timer.hpp - Coroutines that wait for a time -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_DETAIL_TIMER_HPP
#define UNBLOCK_DETAIL_TIMER_HPP

#include <unblock/detail/context.hpp>

#include <chrono>
#include <cstddef>
#include <source_location>

#ifdef UNBLOCK_EXPLORE
#include <explore/clock.hpp>
#endif

namespace unblock::detail {

#ifdef UNBLOCK_EXPLORE
using explore::clock;
#else
using clock = std::chrono::steady_clock;
#endif

/// A resume point that is posted when its time has come. It lives in an
/// awaiter, whose destructor calls cancel_timer.
struct timer : resume_point {
  static constexpr std::size_t unset = static_cast<std::size_t>(-1);

  clock::time_point when;
  scheduler *home;
  /// Its place in the heap of timers, guarded by the heap's lock.
  std::size_t place = unset;
  /// It was posted because its runtime shuts down.
  bool cut_short = false;
};

/// Starts \p t, whose `when` and resume point are set.
void start_timer(scheduler &home, timer &t);

/// For a timer that was cut short: throws context_error.
[[noreturn]] void throw_cut_short(std::source_location where);

/// Takes \p t out again. Called by the holder of the owner's activity; when it
/// returns, \p t is neither pending nor posted.
void cancel_timer(timer &t) noexcept;

} // namespace unblock::detail

#endif // UNBLOCK_DETAIL_TIMER_HPP
