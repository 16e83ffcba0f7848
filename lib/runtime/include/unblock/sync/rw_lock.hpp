//===- sync/rw_lock.hpp - Many readers or one writer -----------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SYNC_RW_LOCK_HPP
#define UNBLOCK_SYNC_RW_LOCK_HPP

#include <unblock/detail/deadlock.hpp>
#include <unblock/sync/detail/permits.hpp>

#include <cassert>
#include <optional>
#include <source_location>
#include <utility>

namespace unblock::sync {

/// A lock for any number of readers or for one writer, whose waiters are
/// suspended. It may be held across a `co_await`.
///
/// Fair: readers and writers are served in the order in which they came, so
/// neither starves. A reader behind a waiting writer waits, even while others
/// read: who reads already must therefore not ask for a second read lock before
/// it has released the first one.
///
/// Thread-safe. The try functions and unlocking work on any thread, without a
/// runtime. It may be destroyed as soon as nobody holds it or waits for it.
class rw_lock {
public:
  class read_guard;
  class write_guard;
  class read_operation;
  class write_operation;

  rw_lock() noexcept = default;
  rw_lock(const rw_lock &) = delete;
  rw_lock &operator=(const rw_lock &) = delete;

  /// `co_await l.read()` is a guard that shares the lock with other readers,
  /// `co_await l.write()` one that has it alone.
  ///
  /// Errors: context_error where waiting could never end, because a writer
  /// holds the lock that is the task below a `block_on` inside
  /// `block_in_place`.
  ///
  /// Cancellation: a coroutine that is destroyed while it waits loses its
  /// place; what it had just been given goes to the next ones.
  read_operation
  read(std::source_location where = std::source_location::current()) noexcept;
  write_operation
  write(std::source_location where = std::source_location::current()) noexcept;

  /// The lock, if it is to be had at once and nobody waits for it.
  std::optional<read_guard> try_read() noexcept;
  std::optional<write_guard> try_write(
      std::source_location where = std::source_location::current()) noexcept;

private:
  template <class Guard, std::size_t Count> class operation;

  /// A reader takes one permit and a writer takes all.
  static constexpr std::size_t all = detail::permits::max;

  void unlock_read() noexcept { permits_.release(1); }
  void unlock_write() noexcept {
    writer_.clear();
    permits_.release(all);
  }

  detail::permits permits_{all};
  detail::lock_owner writer_;
};

/// Shares the lock until it is destroyed, on whichever thread. The lock has to
/// outlive it.
class [[nodiscard]] rw_lock::read_guard {
public:
  read_guard(read_guard &&other) noexcept
      : lock_(std::exchange(other.lock_, nullptr)) {}
  read_guard &operator=(read_guard &&other) noexcept {
    read_guard old(std::move(other));
    std::swap(lock_, old.lock_);
    return *this;
  }
  ~read_guard() {
    if (lock_)
      lock_->unlock_read();
  }

  /// Lets the lock go early.
  void unlock() noexcept {
    assert(lock_ && "unblock: unlocked twice");
    std::exchange(lock_, nullptr)->unlock_read();
  }

  bool owns_lock() const noexcept { return lock_; }
  explicit operator bool() const noexcept { return lock_; }

private:
  friend rw_lock;

  read_guard(rw_lock &held, std::source_location) noexcept : lock_(&held) {}

  rw_lock *lock_;
};

/// Has the lock alone until it is destroyed, on whichever thread. The lock has
/// to outlive it.
class [[nodiscard]] rw_lock::write_guard {
public:
  write_guard(write_guard &&other) noexcept
      : lock_(std::exchange(other.lock_, nullptr)) {}
  write_guard &operator=(write_guard &&other) noexcept {
    write_guard old(std::move(other));
    std::swap(lock_, old.lock_);
    return *this;
  }
  ~write_guard() {
    if (lock_)
      lock_->unlock_write();
  }

  /// Lets the lock go early.
  void unlock() noexcept {
    assert(lock_ && "unblock: unlocked twice");
    std::exchange(lock_, nullptr)->unlock_write();
  }

  /// Goes on as a reader, without letting another writer in between.
  read_guard downgrade() && noexcept {
    assert(lock_ && "unblock: downgraded after it was unlocked");
    rw_lock &held = *std::exchange(lock_, nullptr);
    held.writer_.clear();
    held.permits_.release(all - 1);
    return read_guard(held, {});
  }

  bool owns_lock() const noexcept { return lock_; }
  explicit operator bool() const noexcept { return lock_; }

private:
  friend rw_lock;

  write_guard(rw_lock &held, std::source_location where) noexcept
      : lock_(&held) {
    held.writer_.set(where);
  }

  rw_lock *lock_;
};

template <class Guard, std::size_t Count>
class rw_lock::operation : public detail::acquire_operation {
public:
  operation(rw_lock &wanted, std::source_location where) noexcept
      : acquire_operation(wanted.permits_, Count), lock_(&wanted),
        where_(where) {}

  bool await_suspend(std::coroutine_handle<> awaiting) {
    lock_->writer_.check(where_);
    return acquire_operation::await_suspend(awaiting);
  }

  Guard await_resume() noexcept {
    resumed();
    return Guard(*lock_, where_);
  }

private:
  rw_lock *lock_;
  std::source_location where_;
};

class [[nodiscard]] rw_lock::read_operation : public operation<read_guard, 1> {
  using operation::operation;
};

class [[nodiscard]] rw_lock::write_operation
    : public operation<write_guard, all> {
  using operation::operation;
};

inline rw_lock::read_operation
rw_lock::read(std::source_location where) noexcept {
  return {*this, where};
}

inline rw_lock::write_operation
rw_lock::write(std::source_location where) noexcept {
  return {*this, where};
}

inline std::optional<rw_lock::read_guard> rw_lock::try_read() noexcept {
  if (!permits_.try_acquire(1))
    return std::nullopt;
  return read_guard(*this, {});
}

inline std::optional<rw_lock::write_guard>
rw_lock::try_write(std::source_location where) noexcept {
  if (!permits_.try_acquire(all))
    return std::nullopt;
  return write_guard(*this, where);
}

} // namespace unblock::sync

#endif // UNBLOCK_SYNC_RW_LOCK_HPP
