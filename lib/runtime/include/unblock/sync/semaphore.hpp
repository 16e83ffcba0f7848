//===- sync/semaphore.hpp - So many at a time ------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SYNC_SEMAPHORE_HPP
#define UNBLOCK_SYNC_SEMAPHORE_HPP

#include <unblock/sync/detail/permits.hpp>

#include <cassert>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <utility>

namespace unblock::sync {

/// What was waited for will not come: it was closed.
class closed_error : public std::runtime_error {
public:
  closed_error() : std::runtime_error("the semaphore was closed") {}
};

/// A number of permits. Who acquires some and finds too few waits, suspended.
///
/// Fair: permits go to those that wait in the order in which they came. Who
/// waits for many is not overtaken by those that want few.
///
/// Thread-safe. All but acquire() work on any thread, without a runtime. It may
/// be destroyed as soon as nobody waits for it and no permit is out.
class semaphore {
public:
  class permit;
  class acquire_operation;

  static constexpr std::size_t max_permits = detail::permits::max;

  /// Errors: std::invalid_argument if there are more than max_permits.
  explicit semaphore(std::size_t permits) : permits_(permits) {
    if (permits > max_permits)
      throw std::invalid_argument("unblock::sync::semaphore: too many permits");
  }
  semaphore(const semaphore &) = delete;
  semaphore &operator=(const semaphore &) = delete;

  /// `co_await s.acquire(n)` is \p count permits, in one piece.
  ///
  /// Errors: closed_error if the semaphore is closed, also while it waits.
  ///
  /// Cancellation: a coroutine that is destroyed while it waits loses its
  /// place; what it had just been given goes back.
  acquire_operation acquire(std::size_t count = 1) noexcept;

  /// The permits, if they are to be had at once, nobody waits and the semaphore
  /// is not closed.
  std::optional<permit> try_acquire(std::size_t count = 1) noexcept;

  /// Makes more. There may never be more than max_permits in all.
  void add_permits(std::size_t count) noexcept { permits_.release(count); }

  /// How many try_acquire() would give; a moment later it may be another
  /// number.
  std::size_t available_permits() const noexcept {
    return permits_.available();
  }

  /// From now on no permit is given. Who waits is woken with closed_error.
  /// Permits that are out stay valid.
  void close() noexcept { permits_.close(); }
  bool is_closed() const noexcept { return permits_.is_closed(); }

private:
  detail::permits permits_;
};

/// Permits that go back when it is destroyed, on whichever thread. The
/// semaphore has to outlive it.
class [[nodiscard]] semaphore::permit {
public:
  permit(permit &&other) noexcept
      : from_(std::exchange(other.from_, nullptr)), count_(other.count_) {}
  permit &operator=(permit &&other) noexcept {
    permit old(std::move(other));
    std::swap(from_, old.from_);
    std::swap(count_, old.count_);
    return *this;
  }
  ~permit() {
    if (from_)
      from_->release(count_);
  }

  /// How many they are.
  std::size_t count() const noexcept { return from_ ? count_ : 0; }

  /// Never gives them back: the semaphore has so many less.
  void forget() noexcept { from_ = nullptr; }

  /// Gives them back early.
  void release() noexcept {
    assert(from_ && "unblock: permits released twice");
    std::exchange(from_, nullptr)->release(count_);
  }

private:
  friend semaphore;

  permit(detail::permits &from, std::size_t count) noexcept
      : from_(&from), count_(count) {}

  detail::permits *from_;
  std::size_t count_;
};

class [[nodiscard]] semaphore::acquire_operation
    : public detail::acquire_operation {
public:
  permit await_resume() {
    resumed();
    if (!granted()) [[unlikely]]
      throw closed_error();
    return permit(from(), count());
  }

private:
  friend semaphore;

  using detail::acquire_operation::acquire_operation;
};

inline semaphore::acquire_operation
semaphore::acquire(std::size_t count) noexcept {
  return {permits_, count};
}

inline std::optional<semaphore::permit>
semaphore::try_acquire(std::size_t count) noexcept {
  if (!permits_.try_acquire(count))
    return std::nullopt;
  return permit(permits_, count);
}

} // namespace unblock::sync

#endif // UNBLOCK_SYNC_SEMAPHORE_HPP
