//===- sync/once_cell.hpp - A value that is made once ----------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SYNC_ONCE_CELL_HPP
#define UNBLOCK_SYNC_ONCE_CELL_HPP

#include <unblock/sync/mutex.hpp>
#include <unblock/task.hpp>

#include <concepts>
#include <functional>
#include <memory>
#include <utility>

namespace unblock::sync {

/// A value that is made by whoever needs it first, perhaps by awaiting
/// something, while the others wait for it.
///
/// Thread-safe. get() and set() work on any thread, without a runtime.
template <class T> class once_cell {
public:
  once_cell() noexcept {}
  once_cell(const once_cell &) = delete;
  once_cell &operator=(const once_cell &) = delete;
  ~once_cell() {
    if (get())
      std::destroy_at(std::addressof(value_));
  }

  /// The value, or null while there is none. It stays where it is until the
  /// cell is destroyed.
  T *get() noexcept { return has_value() ? std::addressof(value_) : nullptr; }
  const T *get() const noexcept {
    return has_value() ? std::addressof(value_) : nullptr;
  }

  /// `co_await cell.get_or_init(make)` is a reference to the value. If there is
  /// none, it awaits make(), and what that returns becomes the value. \p make
  /// is a callable that returns a task of a T or of what a T can be made of.
  ///
  /// Errors: what \p make throws; then there is still no value, and the next
  /// one that waits tries with its own. A \p make that needs the cell itself
  /// waits for ever. Cancellation: as an error.
  template <class F> task<T &> get_or_init(F make) {
    if (!get()) {
      mutex::guard only = co_await making_.lock();
      if (!get())
        store(co_await std::invoke(std::move(make)));
    }
    co_return *get();
  }

  /// Makes \p value the value. False, and it is destroyed, if there is one
  /// already or one is being made.
  bool set(T value) {
    auto only = making_.try_lock();
    if (!only || get())
      return false;
    store(std::move(value));
    return true;
  }

private:
  bool has_value() const noexcept {
    // Acquire: the value.
    return made_.load(std::memory_order_acquire);
  }

  template <class U> void store(U &&value) {
    std::construct_at(std::addressof(value_), std::forward<U>(value));
    // Release: the value.
    made_.store(true, std::memory_order_release);
  }

  mutex making_;
  detail::atomic<bool> made_{false};
  union {
    T value_;
  };
};

} // namespace unblock::sync

#endif // UNBLOCK_SYNC_ONCE_CELL_HPP
