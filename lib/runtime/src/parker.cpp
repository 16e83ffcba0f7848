//===- parker.cpp - One thread's bed -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "parker.hpp"

#include <mutex>
#include <utility>
#include <vector>

#ifdef __linux__
#include <cerrno>
#include <ctime>
#include <linux/futex.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace unblock::detail {

#ifdef __linux__

void parker::wait(const std::optional<clock::time_point> &deadline) noexcept {
  timespec until{};
  if (deadline) {
    // steady_clock is CLOCK_MONOTONIC in libstdc++ and libc++.
    auto since_boot = deadline->time_since_epoch();
    auto seconds = std::chrono::floor<std::chrono::seconds>(since_boot);
    if (seconds.count() < 0)
      seconds = {}, since_boot = {};
    until.tv_sec = static_cast<std::time_t>(seconds.count());
    until.tv_nsec = static_cast<long>(
        std::chrono::nanoseconds(since_boot - seconds).count());
  }
  for (;;) {
    long result = ::syscall(
        SYS_futex, &state_, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, waiting,
        deadline ? &until : nullptr, nullptr, FUTEX_BITSET_MATCH_ANY);
    // Acquire: as in park().
    std::int32_t state = token;
    if (state_.compare_exchange_strong(state, empty, std::memory_order_acquire,
                                       std::memory_order_relaxed))
      return;
    if (result == -1 && errno == ETIMEDOUT) {
      // Unless a token has come since, which is then taken.
      state_.exchange(empty, std::memory_order_acquire);
      return;
    }
  }
}

void parker::wake() noexcept {
  ::syscall(SYS_futex, &state_, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, nullptr,
            nullptr, 0);
}

#endif

namespace {

struct parker_pool {
  std::mutex mutex;
  std::vector<parker *> free;
};

// Never destroyed: threads may end after the statics.
parker_pool &pool() {
  static auto *instance = new parker_pool;
  return *instance;
}

struct leased_parker {
  parker *instance;

  leased_parker() {
    std::lock_guard lock(pool().mutex);
    if (pool().free.empty()) {
      instance = new parker;
      // Room for all that exist, so that giving back cannot fail.
      pool().free.reserve(++made);
    } else {
      instance = pool().free.back();
      pool().free.pop_back();
    }
  }
  ~leased_parker() {
    std::lock_guard lock(pool().mutex);
    pool().free.push_back(instance);
  }

  static inline std::size_t made = 0;
};

} // namespace

void precise_timers() noexcept {
#ifdef __linux__
  ::prctl(PR_SET_TIMERSLACK, 1ul, 0ul, 0ul, 0ul);
#endif
}

parker &this_parker() {
  thread_local leased_parker mine;
  return *mine.instance;
}

} // namespace unblock::detail
