//===- sync.cpp - Waiting for permits, notifications, barriers -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The slow paths of sync::. In each, the batch of woken tasks is declared
// before the lock is taken, so that it schedules them after the lock is
// released.
//
// Who is woken may destroy the primitive at once. Every destructor therefore
// takes the lock: the waker is still inside until it has let go.
//
//===----------------------------------------------------------------------===//

#include <unblock/sync/barrier.hpp>
#include <unblock/sync/detail/permits.hpp>
#include <unblock/sync/notify.hpp>

#include <cassert>
#include <mutex>

namespace unblock::detail {

permits::~permits() {
  std::lock_guard guard(lock_);
  assert(queue_.empty() && "unblock: destroyed while a coroutine waits for it");
}

/// Whether the operation is in the queue; if not, it has got its permits, or
/// there will be none.
bool permits::acquire_or_wait(acquire_operation &op) noexcept {
  std::lock_guard guard(lock_);
  std::size_t word = word_.load(std::memory_order_relaxed);
  while (!(word & waited)) {
    if (word & closed)
      return false;
    bool enough = (word >> shift) >= op.count_;
    // Acquire: as in try_acquire.
    if (word_.compare_exchange_weak(
            word, enough ? word - (op.count_ << shift) : word | waited,
            std::memory_order_acquire, std::memory_order_relaxed)) {
      op.granted_ = enough;
      if (enough)
        return false;
      break;
    }
  }
  queue_.push_back(op);
  return true;
}

void permits::cancel(acquire_operation &op) noexcept {
  {
    ready_batch ready;
    std::lock_guard guard(lock_);
    if (op.listed) {
      queue_.remove(op);
      // What is free may be enough for those behind.
      serve(word_.load(std::memory_order_relaxed), ready);
    }
  }
  op.withdraw();
  if (op.granted_)
    release(op.count_);
}

void permits::release_to_queue(std::size_t count) noexcept {
  ready_batch ready;
  std::lock_guard guard(lock_);
  if (word_.load(std::memory_order_relaxed) & waited)
    serve(word_.load(std::memory_order_relaxed) + (count << shift), ready);
  else
    word_.fetch_add(count << shift, std::memory_order_release);
}

/// Under the lock, while `waited` is set: gives what is free in \p word to the
/// first in the queue, and stores what remains.
void permits::serve(std::size_t word, ready_batch &ready) noexcept {
  while (waiter *first = queue_.front()) {
    auto &op = static_cast<acquire_operation &>(*first);
    if ((word >> shift) < op.count_)
      break;
    word -= op.count_ << shift;
    queue_.remove(op);
    op.granted_ = true;
    ready.wake(op);
  }
  // Release: as in release(), for those who find it without the lock.
  word_.store(queue_.empty() ? word & ~waited : word,
              std::memory_order_release);
}

void permits::close() noexcept {
  ready_batch ready;
  std::lock_guard guard(lock_);
  // Relaxed: the flag carries no data.
  word_.fetch_or(closed, std::memory_order_relaxed);
  while (waiter *op = queue_.pop_front())
    ready.wake(*op);
  word_.fetch_and(~waited, std::memory_order_relaxed);
}

} // namespace unblock::detail

namespace unblock::sync {

notify::~notify() {
  std::lock_guard guard(lock_);
  assert(waiters_.empty() &&
         "unblock: destroyed while a coroutine waits for it");
}

/// Whether the operation is in the list; if not, it has been notified.
bool notify::take_or_wait(notified_operation &op) noexcept {
  std::lock_guard guard(lock_);
  for (;;) {
    if (try_take(op))
      return false;
    std::size_t word = op.calls_;
    // Relaxed: what the notifier wrote comes with the lock, or the next turn
    // finds it. The word may hold `waited` already; then it is as it should be.
    if (word_.compare_exchange_weak(word, word | waited,
                                    std::memory_order_relaxed) ||
        word == (op.calls_ | waited))
      break;
  }
  waiters_.push_back(op);
  return true;
}

void notify::notify_listed() noexcept {
  detail::ready_batch ready;
  {
    std::lock_guard guard(lock_);
    if (auto *op = static_cast<notified_operation *>(waiters_.pop_front())) {
      op->one_ = true;
      ready.wake(*op);
      if (waiters_.empty())
        word_.fetch_and(~waited, std::memory_order_relaxed);
      return;
    }
  }
  // All that waited have gone meanwhile.
  notify_one();
}

void notify::notify_waiters() noexcept {
  detail::ready_batch ready;
  std::lock_guard guard(lock_);
  // Release: what the caller did, for those that find the call by its number.
  word_.fetch_add(flags + 1, std::memory_order_release);
  while (detail::waiter *op = waiters_.pop_front())
    ready.wake(*op);
  word_.fetch_and(~waited, std::memory_order_relaxed);
}

void notify::cancel(notified_operation &op) noexcept {
  {
    std::lock_guard guard(lock_);
    if (op.listed) {
      waiters_.remove(op);
      if (waiters_.empty())
        word_.fetch_and(~waited, std::memory_order_relaxed);
    }
  }
  op.withdraw();
  if (op.one_)
    notify_one();
}

barrier::~barrier() {
  std::lock_guard guard(lock_);
  assert(waiters_.empty() &&
         "unblock: destroyed while a coroutine waits for it");
}

/// Whether all are there now; if not, the operation is in the list.
bool barrier::arrive(wait_operation &op) noexcept {
  detail::ready_batch ready;
  std::lock_guard guard(lock_);
  if (++arrived_ != count_) {
    waiters_.push_back(op);
    return false;
  }
  arrived_ = 0;
  while (detail::waiter *other = waiters_.pop_front())
    ready.wake(*other);
  return true;
}

void barrier::cancel(wait_operation &op) noexcept {
  {
    std::lock_guard guard(lock_);
    if (op.listed) {
      waiters_.remove(op);
      --arrived_;
    }
  }
  op.withdraw();
}

} // namespace unblock::sync
