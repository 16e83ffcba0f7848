//===- detail/wait_list.hpp - Coroutines that wait for something -*- C++
//-*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How a primitive lets coroutines wait:
//
//   - the awaiter derives from `waiter`; its await_suspend calls `suspend_at`
//     and, under the primitive's lock, puts itself into the wait_list;
//   - who makes the awaited thing happen takes waiters out under that lock and
//     calls `ready_batch::wake` on each, still under the lock; the batch
//     schedules their tasks when it goes out of scope, after the lock;
//   - the awaiter's destructor calls `cancel_wait`: the coroutine may be
//     destroyed while it waits, or after it was woken and before it ran.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_DETAIL_WAIT_LIST_HPP
#define UNBLOCK_DETAIL_WAIT_LIST_HPP

#include <unblock/detail/context.hpp>

#include <utility>

namespace unblock::detail {

/// Valid after suspend_at(), but for `coroutine`.
struct waiter : resume_point {
  waiter() noexcept {}
  waiter(waiter &&other) noexcept : resume_point(std::move(other)) {}

  waiter *before, *after;
  bool listed;
};

inline void suspend_at(waiter &w, std::coroutine_handle<> coroutine) noexcept {
  suspend_at(static_cast<resume_point &>(w), coroutine);
  w.listed = false;
}

/// First in, first out. Guarded by its owner's lock.
class wait_list {
public:
  bool empty() const noexcept { return !first_; }
  waiter *front() const noexcept { return first_; }

  void push_back(waiter &w) noexcept {
    w.before = last_;
    w.after = nullptr;
    (last_ ? last_->after : first_) = &w;
    last_ = &w;
    w.listed = true;
  }

  void remove(waiter &w) noexcept {
    (w.before ? w.before->after : first_) = w.after;
    (w.after ? w.after->before : last_) = w.before;
    w.listed = false;
  }

  waiter *pop_front() noexcept {
    waiter *w = first_;
    if (w)
      remove(*w);
    return w;
  }

private:
  waiter *first_ = nullptr, *last_ = nullptr;
};

} // namespace unblock::detail

#endif // UNBLOCK_DETAIL_WAIT_LIST_HPP
