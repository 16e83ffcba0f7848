//===- parker.hpp - One thread's bed -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A parker holds at most one token. `unpark` leaves it, `park` takes it or
// waits for it. One thread parks, any thread unparks. Wake-ups may be spurious
// for the caller: a token may be left over from before, so callers look for
// their condition in a loop.
//
// On Linux this is one futex; elsewhere a mutex and a condition variable.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SRC_PARKER_HPP
#define UNBLOCK_SRC_PARKER_HPP

#include <unblock/detail/atomic.hpp>
#include <unblock/detail/timer.hpp>

#include <cstdint>
#include <optional>

#ifndef __linux__
#include <condition_variable>
#include <mutex>
#endif

namespace unblock::detail {

#ifdef __linux__

class parker {
public:
  /// Waits for a token, or until \p deadline.
  void park(std::optional<clock::time_point> deadline = {}) noexcept {
    // Acquire: what the waker did before. From `token` to `empty`, or from
    // `empty` to `waiting`.
    if (state_.fetch_sub(1, std::memory_order_acquire) == token)
      return;
    wait(deadline);
  }

  void unpark() noexcept {
    // Release: for the thread that takes the token. The futex is touched by
    // its address only: the parked thread may be gone when the kernel looks.
    if (state_.exchange(token, std::memory_order_release) == waiting)
      wake();
  }

private:
  static constexpr std::int32_t waiting = -1, empty = 0, token = 1;

  void wait(const std::optional<clock::time_point> &deadline) noexcept;
  void wake() noexcept;

  atomic<std::int32_t> state_{empty};
};

#else

class parker {
public:
  void park(std::optional<clock::time_point> deadline = {}) noexcept {
    std::unique_lock lock(mutex_);
    auto has_token = [this] { return token_; };
    if (deadline)
      wake_.wait_until(lock, *deadline, has_token);
    else
      wake_.wait(lock, has_token);
    token_ = false;
  }

  void unpark() noexcept {
    std::lock_guard lock(mutex_);
    token_ = true;
    wake_.notify_one();
  }

private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool token_ = false;
};

#endif

/// Asks the system to end this thread's waits on time, not up to 50 us later, as
/// Linux does to save power (PR_SET_TIMERSLACK).
void precise_timers() noexcept;

/// The parker of the calling thread. Its memory outlives the thread and is then
/// another thread's, so a late `unpark` finds a parker still.
parker &this_parker();

} // namespace unblock::detail

#endif // UNBLOCK_SRC_PARKER_HPP
