//===- detail/spin_lock.hpp - For some instructions at a time --*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The lock inside the primitives of sync::. It guards a few pointers at a time
// and never code of the user that may take long, so it is free as a rule, and
// then its price is all that counts: one exchange to lock and a plain store to
// unlock, against two locked instructions and a call each for std::mutex. It is
// one byte, and its unlocking touches nothing after the store, so that whoever
// locks it next may free the memory.
//
// A holder can lose its processor. Whoever waits therefore gives up its own
// soon, and in the end sleeps: yielding does not let threads of a lower
// priority run under a real-time policy.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_DETAIL_SPIN_LOCK_HPP
#define UNBLOCK_DETAIL_SPIN_LOCK_HPP

#include <unblock/detail/atomic.hpp>

#ifndef UNBLOCK_EXPLORE
#include <chrono>
#include <thread>
#endif

namespace unblock::detail {

/// Waits for another thread to do a few instructions; once per turn of a loop.
class backoff {
public:
  void operator()() noexcept {
#ifdef UNBLOCK_EXPLORE
    cpu_relax();
#else
    if (++turns_ <= 64)
      cpu_relax();
    else if (turns_ <= 1024)
      std::this_thread::yield();
    else
      std::this_thread::sleep_for(std::chrono::microseconds(50));
#endif
  }

#ifndef UNBLOCK_EXPLORE
private:
  unsigned turns_ = 0;
#endif
};

#ifdef UNBLOCK_EXPLORE

using spin_lock = mutex;

#else

class spin_lock {
public:
  void lock() noexcept {
    // Acquire, and release in unlock(): what the last holder wrote.
    while (locked_.exchange(true, std::memory_order_acquire)) [[unlikely]]
      wait();
  }

  void unlock() noexcept { locked_.store(false, std::memory_order_release); }

private:
  /// Until it looks free: only reading, to leave the cache line to the holder.
  void wait() noexcept {
    for (backoff pause; locked_.load(std::memory_order_relaxed);)
      pause();
  }

  std::atomic<bool> locked_{false};
};

#endif

} // namespace unblock::detail

#endif // UNBLOCK_DETAIL_SPIN_LOCK_HPP
