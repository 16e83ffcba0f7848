//===- blocking_pool.hpp - Threads that may block -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The queue. Submitters push onto a stack with one compare-exchange and take no
// lock. The pool's threads take closures under a lock; who finds the ordered
// list empty turns the whole stack around into it. So closures start in the
// order in which they were submitted, and submitters do not wait for each other
// or for the pool.
//
// Waking. At most one thread, woken or new, is on its way to the queue at a time
// (`sending_`): when it takes its first closure and sees that more are waiting,
// it sends the next. A burst neither wakes a herd nor starts threads for closures
// that are over before the threads run: a thread sends the next one only if the
// others have taken nothing since it was sent itself, or while there are fewer
// threads than processors. When the queue stays long, the monitor sends another,
// and when it stands still, as many as there are.
//
// No wake-up is lost: a submitter pushes, then reads `idle_` and `sending_`; an
// idle thread lists itself, then looks at the stack; one that was sent resets
// `sending_`, then looks. These accesses are sequentially consistent, so at least
// one of the two sees the other.
//
// Idle threads sleep without a time limit, the last one to sleep on top; work
// goes to the top, so the bottom ones stay cold, and the monitor lets those end
// that were idle for the keep-alive time.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SRC_BLOCKING_POOL_HPP
#define UNBLOCK_SRC_BLOCKING_POOL_HPP

#include "job_queue.hpp"
#include "parker.hpp"
#include "thread.hpp"

#include <unblock/blocking.hpp>

#include <deque>
#include <mutex>
#include <optional>

namespace unblock::detail {

class blocking_pool {
public:
  explicit blocking_pool(scheduler &home);

  /// Takes over the queue's party of \p work. Any thread.
  void submit(job_core &work) noexcept;

  /// The monitor's round: another thread for a queue that does not move, the
  /// end for threads that were idle too long. Returns when to come again.
  clock::time_point tend(clock::time_point now) noexcept;

  /// Cancels what is queued, and what is submitted from now on, and lets idle
  /// threads end.
  void close() noexcept;
  /// Waits until all threads have ended, or until \p deadline.
  bool wait_closed(std::optional<clock::time_point> deadline) noexcept;

  std::size_t threads() const noexcept {
    return threads_.load(std::memory_order_relaxed);
  }
  std::size_t idle() const noexcept {
    return idle_.load(std::memory_order_relaxed);
  }
  std::size_t queued() const noexcept { return queue_.size(); }

private:
  struct thread_state {
    parker bed;
    clock::time_point idle_since;
    bool asleep = false;
    bool sent = false; ///< woken or started for work, and has not taken any yet
    bool returns = false; ///< comes back from a closure, and was announced
  };

  void thread_main(bool sent) noexcept;
  job_core *next(thread_state &self) noexcept;
  void send_another() noexcept;
  bool may_start() const noexcept;
  void start_thread(bool sent) noexcept;
  void reject(std::exception_ptr why) noexcept;

  scheduler &home_;
  const std::size_t processors_;
  job_queue<join_core> queue_;

  mutex mutex_; // of the queue's consumers, and of what follows
  std::deque<thread_state *> sleeping_; // the one that slept last at the back
  condition_variable ended_;
  std::size_t popped_when_sent_ = 0;
  bool backlog_ = false; ///< at the monitor's last round
  std::size_t popped_at_round_ = 0;
  atomic<std::size_t> threads_{0};
  atomic<std::size_t> idle_{0};
  atomic<bool> sending_{false}; ///< a thread is on its way to the queue
  atomic<bool> closed_{false};
};

} // namespace unblock::detail

#endif // UNBLOCK_SRC_BLOCKING_POOL_HPP
