//===- sync/detail/operation.hpp - What awaiters share ---------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The life of an operation, the awaiter of a primitive:
//
//   - await_ready tries, without waiting. If that worked and the task's budget
//     is not used up, the coroutine goes straight on;
//   - await_suspend lets the coroutine wait, or, when only the budget was
//     missing, be resumed in the task's next turn (`yield`). What the operation
//     has got by then is its own. (A lock is not taken before the next turn.)
//   - await_resume hands the result out;
//   - the destructor, if the coroutine was suspended and not resumed, takes the
//     operation back (`cancel` of each primitive): out of the list, and what it
//     had got goes to the next.
//
// It runs in the operation's task all along, but for the waking.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SYNC_DETAIL_OPERATION_HPP
#define UNBLOCK_SYNC_DETAIL_OPERATION_HPP

#include <unblock/detail/spin_lock.hpp>
#include <unblock/detail/wait_list.hpp>

#include <coroutine>

namespace unblock::detail {

class operation : public waiter {
public:
  operation() noexcept = default;
  operation(operation &&) noexcept = default; // until it is awaited

protected:
  ~operation() = default;

  /// The coroutine was suspended and has not been resumed.
  bool pending() const noexcept { return coroutine != nullptr; }

  /// First of all in await_suspend.
  void suspend(std::coroutine_handle<> awaiting) noexcept {
    suspend_at(*this, awaiting);
  }

  /// In await_suspend, when the operation is done: whether to stay suspended,
  /// until the task's next turn, because this turn's budget is used up.
  bool yield() noexcept {
    if (spend_budget())
      return false;
    yield_at(*this);
    return true;
  }

  /// In await_resume.
  void resumed() noexcept { coroutine = nullptr; }

  /// In the destructor, when the operation is in no list any more: nobody is to
  /// resume the coroutine.
  void withdraw() noexcept {
    if (posted)
      unpost(*this);
    coroutine = nullptr;
  }
};

} // namespace unblock::detail

#endif // UNBLOCK_SYNC_DETAIL_OPERATION_HPP
