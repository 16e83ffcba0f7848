//===- detail/inbox.hpp - Who may resume a task -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A task is resumed by one thread at a time: by the one that holds the task's
// *activity*. The activity is passed on like a baton:
//
//   - a new task is active; its spawner puts it into a run queue;
//   - the worker that takes it from the queue holds the activity, resumes what
//     is ready, and then lays it down with `try_idle`;
//   - whoever wakes a coroutine of the task calls `post`. If the task was idle,
//     the waker now holds the activity and has to schedule the task. If not,
//     the resume point waits in the inbox and the holder will find it: laying
//     down the activity fails while the inbox is not empty.
//
// So no wake-up is lost and none makes a second thread run the task. One word
// holds it all: the head of the list of posted resume points, and two flags.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_DETAIL_INBOX_HPP
#define UNBLOCK_DETAIL_INBOX_HPP

#include <unblock/detail/atomic.hpp>

#include <cassert>
#include <coroutine>
#include <cstdint>

namespace unblock::detail {

struct task_core;

/// One suspended coroutine of a task. It lives in the awaiter, thus in the
/// frame of the coroutine, and is gone when the frame is.
///
/// It lies in the awaiter of every co_await, whether that suspends or not: only
/// what says so is set from the beginning, the rest when it suspends. An
/// awaiter may be moved before it is awaited, never after.
struct resume_point {
  resume_point() noexcept {}
  resume_point([[maybe_unused]] resume_point &&other) noexcept {
    assert(!other.coroutine);
  }
  resume_point &operator=(resume_point &&) = delete;

  /// Null until it suspends.
  std::coroutine_handle<> coroutine;
  task_core *owner;
  resume_point *next;
  /// It was posted and has not been resumed yet. Written by the poster before
  /// it publishes the point, and by the holder of the owner's activity.
  bool posted;
  /// If not null, asked before the coroutine is resumed: false if the awaiter
  /// has to wait on. For operations that had to yield before they began.
  bool (*try_again)(resume_point &) noexcept;
};

class inbox {
public:
  /// Active and empty.
  inbox() noexcept : word_(active) {}

  /// Leaves \p point to be resumed. Returns whether the caller now holds the
  /// activity; the point is then not in the inbox but the caller's to pass on.
  [[nodiscard]] bool post(resume_point &point) noexcept {
    point.posted = true;
    std::uintptr_t word = word_.load(std::memory_order_relaxed);
    for (;;) {
      if (!(word & active)) {
        // Acquire: what the last holder did to the task.
        if (word_.compare_exchange_weak(word, word | active,
                                        std::memory_order_acquire,
                                        std::memory_order_relaxed)) {
          point.next = nullptr;
          return true;
        }
      } else {
        point.next = pointer(word);
        // Release: the point, and what the waker wants the task to see.
        if (word_.compare_exchange_weak(
                word, reinterpret_cast<std::uintptr_t>(&point) | (word & flags),
                std::memory_order_release, std::memory_order_relaxed))
          return false;
      }
    }
  }

  /// Asks the holder to cancel the task. Returns whether the caller now holds
  /// the activity and has to schedule the task. May be called repeatedly.
  [[nodiscard]] bool post_abort() noexcept {
    // Acquire and release: as in post(), one of the two takes place.
    return !(word_.fetch_or(active | aborted, std::memory_order_acq_rel) &
             active);
  }

  /// The holder lays the activity down, unless something was posted.
  [[nodiscard]] bool try_idle() noexcept {
    std::uintptr_t word = active;
    // Release: what the holder did to the task, for the next one.
    return word_.compare_exchange_strong(word, 0, std::memory_order_release,
                                         std::memory_order_relaxed);
  }

  /// The holder takes what was posted, oldest first; null if nothing was.
  resume_point *take() noexcept {
    if (!pointer(word_.load(std::memory_order_relaxed)))
      return nullptr;
    // Acquire: the points, and what their wakers wrote before posting.
    resume_point *newest =
        pointer(word_.fetch_and(flags, std::memory_order_acquire));
    resume_point *oldest = nullptr;
    while (newest) {
      resume_point *next = newest->next;
      newest->next = oldest;
      oldest = newest;
      newest = next;
    }
    return oldest;
  }

  /// For the holder: whether the task is to be cancelled.
  bool abort_posted() const noexcept {
    // Relaxed: the flag carries no data.
    return word_.load(std::memory_order_relaxed) & aborted;
  }

private:
  static constexpr std::uintptr_t active = 1, aborted = 2, flags = 3;

  static resume_point *pointer(std::uintptr_t word) noexcept {
    return reinterpret_cast<resume_point *>(word & ~flags);
  }

  atomic<std::uintptr_t> word_;
};

} // namespace unblock::detail

#endif // UNBLOCK_DETAIL_INBOX_HPP
