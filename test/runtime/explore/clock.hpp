//===- clock.hpp - The time of a scenario -----------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_EXPLORE_CLOCK_HPP
#define UNBLOCK_EXPLORE_CLOCK_HPP

#include "explore/engine.hpp"

#include <chrono>

namespace explore {

/// Stands still until a wait ends by its time limit, and is at that limit then.
struct clock {
  using duration = std::chrono::steady_clock::duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::steady_clock::time_point;
  static constexpr bool is_steady = true;

  static time_point now() noexcept {
    return time_point(std::chrono::nanoseconds(detail::time));
  }

  static std::int64_t nanoseconds(time_point t) noexcept {
    return std::chrono::nanoseconds(t.time_since_epoch()).count();
  }
};

} // namespace explore

#endif // UNBLOCK_EXPLORE_CLOCK_HPP
