//===- sync/barrier.hpp - Wait until all are there -------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SYNC_BARRIER_HPP
#define UNBLOCK_SYNC_BARRIER_HPP

#include <unblock/sync/detail/operation.hpp>

#include <cstddef>

namespace unblock::sync {

/// Lets a number of coroutines wait for each other, time and again.
///
/// Thread-safe. It may be destroyed as soon as all that waited were resumed.
class barrier {
public:
  class wait_operation;

  /// For \p count coroutines; 0 means 1.
  explicit barrier(std::size_t count) noexcept : count_(count ? count : 1) {}
  barrier(const barrier &) = delete;
  barrier &operator=(const barrier &) = delete;
  ~barrier();

  /// `co_await b.wait()` waits until so many have come, then starts anew. It is
  /// true for one of them, the last to come, and false for the others.
  ///
  /// Cancellation: a coroutine that is destroyed while it waits has not come.
  wait_operation wait() noexcept;

private:
  bool arrive(wait_operation &op) noexcept;
  void cancel(wait_operation &op) noexcept;

  const std::size_t count_;
  detail::spin_lock lock_;
  std::size_t arrived_ = 0;   ///< and wait; guarded by lock_
  detail::wait_list waiters_; ///< of wait_operation, guarded by lock_
};

class [[nodiscard]] barrier::wait_operation : public detail::operation {
public:
  wait_operation(wait_operation &&) noexcept = default;
  ~wait_operation() {
    if (pending()) [[unlikely]]
      at_->cancel(*this);
  }

  bool await_ready() const noexcept { return false; }

  bool await_suspend(std::coroutine_handle<> awaiting) noexcept {
    suspend(awaiting);
    last_ = at_->arrive(*this);
    return last_ ? yield() : true;
  }

  bool await_resume() noexcept {
    resumed();
    return last_;
  }

private:
  friend barrier;

  explicit wait_operation(barrier &at) noexcept : at_(&at) {}

  barrier *at_;
  bool last_ = false;
};

inline barrier::wait_operation barrier::wait() noexcept {
  return wait_operation(*this);
}

} // namespace unblock::sync

#endif // UNBLOCK_SYNC_BARRIER_HPP
