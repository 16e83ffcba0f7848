//===- detail/deadlock.hpp - Locks that nobody will release -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_DETAIL_DEADLOCK_HPP
#define UNBLOCK_DETAIL_DEADLOCK_HPP

#include <unblock/detail/context.hpp>

#include <source_location>

namespace unblock::detail {

/// Throws context_error.
[[noreturn]] void throw_deadlock(std::source_location acquired_at,
                                 std::source_location awaiting_at);

/// Called before the current task waits, at \p awaiting_at, for a lock that
/// \p owner holds since \p acquired_at. Throws context_error if that can never
/// end. \p owner may be null: nobody that is known. \p acquired_at may be read
/// only if \p owner is stopped on this very thread; otherwise it may be changing.
inline void check_wait(const task_core *owner,
                       const std::source_location &acquired_at,
                       const std::source_location &awaiting_at) {
  for (const thread_context *c = this_thread.below; c && owner; c = c->below)
    if (c->task == owner) [[unlikely]]
      throw_deadlock(acquired_at, awaiting_at);
}

/// Who holds a lock, and since where. Written by the holder alone.
class lock_owner {
public:
  void set(std::source_location where) noexcept {
    acquired_at_ = where;
    // Relaxed: it tells a task from others only when that task itself, stopped
    // on the reader's thread, wrote it.
    task_.store(this_thread.task, std::memory_order_relaxed);
  }

  /// Before the lock is released.
  void clear() noexcept { task_.store(nullptr, std::memory_order_relaxed); }

  void check(const std::source_location &awaiting_at) const {
    check_wait(task_.load(std::memory_order_relaxed), acquired_at_, awaiting_at);
  }

private:
  atomic<const task_core *> task_{nullptr};
  std::source_location acquired_at_;
};

} // namespace unblock::detail

#endif // UNBLOCK_DETAIL_DEADLOCK_HPP
