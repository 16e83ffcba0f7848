//===- detail/join_word.hpp - What a task and its handle share -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A task or a blocking job shares a block of memory with its join handle. Three
// parties let go of it, in any order, and the last one frees it:
//
//   finished   the outcome is there, the work is over;
//   unlisted   no list of suspended tasks holds the block (the initial state;
//              blocking jobs are never listed);
//   detached   the handle is gone.
//
// Besides, a coroutine may wait for the outcome. It stores where it waits, then
// sets `awaited`; who finishes sees the bit and posts it. `delivered` is set
// after that: until then the finisher may still touch the block and the point,
// so a waiter that gives up or goes on waits for it (some instructions, at
// most).
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_DETAIL_JOIN_WORD_HPP
#define UNBLOCK_DETAIL_JOIN_WORD_HPP

#include <unblock/detail/atomic.hpp>
#include <unblock/detail/spin_lock.hpp>

#include <cstdint>

namespace unblock::detail {

class join_word {
public:
  enum bits : std::uint8_t {
    finished = 1,
    unlisted = 2,
    detached = 4,
    awaited = 8,
  };

  join_word() noexcept : word_(unlisted) {}

  /// Sets \p parties, finished or more. Returns the word as it was.
  unsigned finish(unsigned parties) noexcept {
    // Release: the outcome. Acquire: the waiter's resume point; and what the
    // handle did before it let go, for whoever frees the block.
    return word_.fetch_or(static_cast<std::uint8_t>(parties),
                          std::memory_order_acq_rel);
  }

  /// As finish(), for a task that was run by the very thread that uses the
  /// handle: nobody else knows the word.
  void finish_alone() noexcept {
    word_.store(static_cast<std::uint8_t>(
                    word_.load(std::memory_order_relaxed) | finished),
                std::memory_order_relaxed);
  }

  /// The task is in a list from now on. Before it is idle for the first time.
  void enlist() noexcept {
    // Relaxed: the same thread, or one that has synchronised with it through
    // the inbox, takes the task out of the list again.
    word_.fetch_and(static_cast<std::uint8_t>(~unlisted),
                    std::memory_order_relaxed);
  }

  /// Lets go for one party. Returns whether the caller has to free the block.
  [[nodiscard]] bool release(bits party) noexcept {
    // Acquire and release: all parties' writes come before the freeing.
    return all(word_.fetch_or(party, std::memory_order_acq_rel) | party);
  }

  /// The handle lets go. As release(detached), without a locked operation when
  /// the handle is the last, as it mostly is.
  [[nodiscard]] bool detach() noexcept {
    return all(word_.load(std::memory_order_acquire) | detached) ||
           release(detached);
  }

  /// Announces the waiter. Returns false if the outcome is there already.
  [[nodiscard]] bool await() noexcept {
    // Release: the resume point. Acquire: the outcome.
    return !(word_.fetch_or(awaited, std::memory_order_acq_rel) & finished);
  }

  /// The waiter gives up. Returns false if the finisher has seen it.
  [[nodiscard]] bool forget() noexcept {
    return !(word_.fetch_and(static_cast<std::uint8_t>(~awaited),
                             std::memory_order_acq_rel) &
             finished);
  }

  bool is_finished() const noexcept {
    return word_.load(std::memory_order_acquire) & finished;
  }

  static bool all(unsigned word) noexcept {
    constexpr unsigned parties = finished | unlisted | detached;
    return (word & parties) == parties;
  }

  void set_delivered() noexcept {
    // Release: the finisher's last accesses come before.
    delivered_.store(true, std::memory_order_release);
  }
  void wait_delivered() const noexcept {
    // Acquire: the finisher's last accesses.
    for (backoff pause; !delivered_.load(std::memory_order_acquire);)
      pause();
  }

private:
  atomic<std::uint8_t> word_;
  atomic<bool> delivered_{false};
};

} // namespace unblock::detail

#endif // UNBLOCK_DETAIL_JOIN_WORD_HPP
