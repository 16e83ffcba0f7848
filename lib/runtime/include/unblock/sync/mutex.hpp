//===- sync/mutex.hpp - A mutex that suspends coroutines -------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SYNC_MUTEX_HPP
#define UNBLOCK_SYNC_MUTEX_HPP

#include <unblock/detail/deadlock.hpp>
#include <unblock/sync/detail/permits.hpp>

#include <cassert>
#include <optional>
#include <source_location>
#include <utility>

namespace unblock::sync {

/// Mutual exclusion for coroutines: who waits is suspended, its thread is not
/// blocked, and the lock may be held across a `co_await`. Where nothing is
/// awaited under the lock, std::mutex will do as well.
///
/// Fair: the lock goes to those that wait in the order in which they came, and
/// nobody overtakes them. Not recursive.
///
/// Thread-safe. try_lock() and unlocking work on any thread, without a runtime.
/// It may be destroyed as soon as nobody holds it or waits for it, also by the
/// one that held it last.
class mutex {
public:
  class guard;
  class lock_operation;

  mutex() noexcept = default;
  mutex(const mutex &) = delete;
  mutex &operator=(const mutex &) = delete;

  /// `co_await m.lock()` is a guard that holds the lock.
  ///
  /// Errors: context_error where waiting could never end, because the lock is
  /// held by the task below a `block_on` inside `block_in_place`.
  ///
  /// Cancellation: a coroutine that is destroyed while it waits loses its
  /// place; if it had just been given the lock, the next one gets it.
  lock_operation
  lock(std::source_location where = std::source_location::current()) noexcept;

  /// The lock, if it is free and nobody waits for it.
  std::optional<guard> try_lock(
      std::source_location where = std::source_location::current()) noexcept;

private:
  void unlock() noexcept {
    owner_.clear();
    permits_.release(1);
  }

  detail::permits permits_{1};
  detail::lock_owner owner_;
};

/// Holds a mutex until it is destroyed, on whichever thread. The mutex has to
/// outlive it.
class [[nodiscard]] mutex::guard {
public:
  guard(guard &&other) noexcept
      : mutex_(std::exchange(other.mutex_, nullptr)) {}
  guard &operator=(guard &&other) noexcept {
    guard(std::move(other)).swap(*this);
    return *this;
  }
  ~guard() {
    if (mutex_)
      mutex_->unlock();
  }

  /// Lets the lock go early.
  void unlock() noexcept {
    assert(mutex_ && "unblock: unlocked twice");
    std::exchange(mutex_, nullptr)->unlock();
  }

  bool owns_lock() const noexcept { return mutex_; }
  explicit operator bool() const noexcept { return mutex_; }
  void swap(guard &other) noexcept { std::swap(mutex_, other.mutex_); }

private:
  friend mutex;

  guard(mutex &held, std::source_location where) noexcept : mutex_(&held) {
    held.owner_.set(where);
  }

  mutex *mutex_;
};

class [[nodiscard]] mutex::lock_operation : public detail::acquire_operation {
public:
  bool await_suspend(std::coroutine_handle<> awaiting) {
    mutex_->owner_.check(where_);
    return acquire_operation::await_suspend(awaiting);
  }

  guard await_resume() noexcept {
    resumed();
    return guard(*mutex_, where_);
  }

private:
  friend mutex;

  lock_operation(mutex &wanted, std::source_location where) noexcept
      : acquire_operation(wanted.permits_, 1), mutex_(&wanted), where_(where) {}

  mutex *mutex_;
  std::source_location where_;
};

inline mutex::lock_operation mutex::lock(std::source_location where) noexcept {
  return {*this, where};
}

inline std::optional<mutex::guard>
mutex::try_lock(std::source_location where) noexcept {
  if (!permits_.try_acquire(1))
    return std::nullopt;
  return guard(*this, where);
}

} // namespace unblock::sync

#endif // UNBLOCK_SYNC_MUTEX_HPP
