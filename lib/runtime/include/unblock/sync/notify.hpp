//===- sync/notify.hpp - Tell a coroutine to look again --------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One word holds two flags and, above them, how often notify_waiters was
// called. `notified` is the stored permit. `waited` says that coroutines are in
// the list; then there is no permit, and the flags change under the lock only.
// While it is not set, a permit is stored or taken by one compare-and-exchange.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SYNC_NOTIFY_HPP
#define UNBLOCK_SYNC_NOTIFY_HPP

#include <unblock/sync/detail/operation.hpp>

#include <cstddef>

namespace unblock::sync {

/// Wakes coroutines that wait for something which the program itself keeps: a
/// condition variable without a mutex.
///
/// notify_one() wakes the one that has waited longest; if none waits, it leaves
/// one permit (never more) for the next to come. notify_waiters() wakes all
/// that wait and leaves nothing. What was written before a notification is seen
/// by whom it wakes.
///
/// Thread-safe. Notifying works on any thread, without a runtime. Who is woken
/// may destroy it at once.
class notify {
public:
  class notified_operation;

  notify() noexcept = default;
  notify(const notify &) = delete;
  notify &operator=(const notify &) = delete;
  ~notify();

  /// `co_await n.notified()` waits for a notification, or takes the stored
  /// permit. Calls of notify_waiters() count from the call of notified() on,
  /// not from the `co_await`; so nothing is missed by
  ///
  ///   auto changed = n.notified();
  ///   if (!condition())
  ///     co_await std::move(changed);
  ///
  /// Cancellation: a coroutine that is destroyed while it waits loses its
  /// place; if notify_one() had just woken it, the next one is woken instead.
  notified_operation notified() noexcept;

  void notify_one() noexcept {
    std::size_t word = word_.load(std::memory_order_relaxed);
    while (!(word & waited))
      // Release: what the caller did, even if there is a permit already.
      if (word_.compare_exchange_weak(word, word | stored,
                                      std::memory_order_release,
                                      std::memory_order_relaxed))
        return;
    notify_listed();
  }

  void notify_waiters() noexcept;

private:
  static constexpr std::size_t stored = 1, waited = 2, flags = 3;

  bool try_take(notified_operation &op) noexcept;
  bool take_or_wait(notified_operation &op) noexcept;
  void cancel(notified_operation &op) noexcept;
  void notify_listed() noexcept;

  detail::atomic<std::size_t> word_{0};
  detail::spin_lock lock_;
  detail::wait_list waiters_; ///< of notified_operation, guarded by lock_
};

class [[nodiscard]] notify::notified_operation : public detail::operation {
public:
  notified_operation(notified_operation &&) noexcept = default;
  ~notified_operation() {
    if (pending()) [[unlikely]]
      of_->cancel(*this);
  }

  bool await_ready() noexcept {
    done_ = of_->try_take(*this);
    return done_ && detail::spend_budget();
  }

  bool await_suspend(std::coroutine_handle<> awaiting) noexcept {
    suspend(awaiting);
    return done_ || !of_->take_or_wait(*this) ? yield() : true;
  }

  void await_resume() noexcept { resumed(); }

private:
  friend notify;

  explicit notified_operation(notify &of) noexcept
      // Acquire: a call that is not awaited any more is seen as it is.
      : of_(&of), calls_(of.word_.load(std::memory_order_acquire) & ~flags) {}

  notify *of_;
  std::size_t calls_;
  bool done_ = false;
  /// It has got the notification of a notify_one(). Guarded by the lock while
  /// the operation is listed.
  bool one_ = false;
};

inline notify::notified_operation notify::notified() noexcept {
  return notified_operation(*this);
}

inline bool notify::try_take(notified_operation &op) noexcept {
  // Acquire: what was done before the notification.
  std::size_t word = word_.load(std::memory_order_acquire);
  if ((word & ~flags) != op.calls_)
    return true;
  while (word & stored)
    if (word_.compare_exchange_weak(word, word & ~stored,
                                    std::memory_order_acquire)) {
      op.one_ = true;
      return true;
    }
  return false;
}

} // namespace unblock::sync

#endif // UNBLOCK_SYNC_NOTIFY_HPP
