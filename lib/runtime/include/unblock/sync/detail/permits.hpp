//===- sync/detail/permits.hpp - Permits and their queue -------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A number of permits, and coroutines that wait for some of them, first come,
// first served. It is what a semaphore, a mutex (one permit) and a read-write
// lock (a writer takes all) consist of.
//
// One word holds the free permits and two flags. While nobody waits, permits
// are taken and given back by one compare-and-exchange. Who has to wait sets
// `waited`, under the lock; from then on the word changes under the lock only:
// taking fails, even if there are permits (they are for the first in the
// queue), and giving back serves the queue. So nobody is overtaken. The flag
// goes with the last waiter.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SYNC_DETAIL_PERMITS_HPP
#define UNBLOCK_SYNC_DETAIL_PERMITS_HPP

#include <unblock/sync/detail/operation.hpp>

#include <cstddef>
#include <limits>

namespace unblock::detail {

class acquire_operation;

class permits {
public:
  static constexpr std::size_t max =
      std::numeric_limits<std::size_t>::max() >> 2;

  explicit permits(std::size_t free) noexcept : word_(free << shift) {}
  permits(const permits &) = delete;
  permits &operator=(const permits &) = delete;
  ~permits();

  bool try_acquire(std::size_t count) noexcept {
    std::size_t word = word_.load(std::memory_order_relaxed);
    while (!(word & flags) && (word >> shift) >= count)
      // Acquire: what was done under the permits before they were given back.
      if (word_.compare_exchange_weak(word, word - (count << shift),
                                      std::memory_order_acquire,
                                      std::memory_order_relaxed))
        return true;
    return false;
  }

  void release(std::size_t count) noexcept {
    std::size_t word = word_.load(std::memory_order_relaxed);
    while (!(word & waited))
      // Release: what was done under the permits, for whoever takes them next.
      // Nothing is touched after this: the next one may destroy all.
      if (word_.compare_exchange_weak(word, word + (count << shift),
                                      std::memory_order_release,
                                      std::memory_order_relaxed))
        return;
    release_to_queue(count);
  }

  /// No permit is given any more; all that wait are woken without.
  void close() noexcept;
  bool is_closed() const noexcept {
    // Relaxed: the flag carries no data, here and wherever it is read.
    return word_.load(std::memory_order_relaxed) & closed;
  }

  /// What try_acquire could take.
  std::size_t available() const noexcept {
    std::size_t word = word_.load(std::memory_order_relaxed);
    return word & waited ? 0 : word >> shift;
  }

private:
  friend acquire_operation;

  static constexpr std::size_t waited = 1, closed = 2, flags = 3;
  static constexpr int shift = 2;

  bool acquire_or_wait(acquire_operation &op) noexcept;
  void cancel(acquire_operation &op) noexcept;
  void release_to_queue(std::size_t count) noexcept;
  void serve(std::size_t word, ready_batch &ready) noexcept;

  atomic<std::size_t> word_;
  spin_lock lock_;
  wait_list queue_; ///< of acquire_operation, guarded by lock_
};

/// The base of the awaiters that wait for permits.
class acquire_operation : public operation {
public:
  acquire_operation(permits &from, std::size_t count) noexcept
      : from_(&from), count_(count) {}
  acquire_operation(acquire_operation &&) noexcept = default;

  bool await_ready() noexcept {
    return spend_budget() && (granted_ = from_->try_acquire(count_));
  }

  bool await_suspend(std::coroutine_handle<> awaiting) noexcept {
    suspend(awaiting);
    if (this_thread.budget != 0)
      return from_->acquire_or_wait(*this);
    // Others run first. It must not hold the permits meanwhile: they would
    // queue up behind it, and from then on everybody would wait in every turn.
    try_again = acquire_or_wait;
    yield_at(*this);
    return true;
  }

protected:
  ~acquire_operation() {
    if (pending()) [[unlikely]]
      from_->cancel(*this);
  }

  permits &from() const noexcept { return *from_; }
  std::size_t count() const noexcept { return count_; }
  bool granted() const noexcept { return granted_; }

private:
  friend permits;

  /// Whether the coroutine is to be resumed.
  static bool acquire_or_wait(resume_point &point) noexcept {
    auto &op = static_cast<acquire_operation &>(point);
    op.try_again = nullptr;
    // Once per turn: it goes on even if others have used up this one, too.
    (void)spend_budget();
    return !op.from_->acquire_or_wait(op);
  }

  permits *from_;
  std::size_t count_;
  /// The permits are this operation's. Guarded by the lock while it is listed.
  bool granted_ = false;
};

} // namespace unblock::detail

#endif // UNBLOCK_SYNC_DETAIL_PERMITS_HPP
