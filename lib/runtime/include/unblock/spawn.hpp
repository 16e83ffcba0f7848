//===- spawn.hpp - Start a task -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SPAWN_HPP
#define UNBLOCK_SPAWN_HPP

#include <unblock/join_handle.hpp>
#include <unblock/task.hpp>

#include <source_location>

namespace unblock {
namespace detail {

/// The runtime that the calling thread is in; else context_error.
scheduler &current_scheduler(const char *function, std::source_location where);

/// Lets \p task run; its activity is the caller's to give.
void start(task_core &task) noexcept;

/// A task, its result, and what its handle needs.
template <class T> struct spawned final : task_core, recycled {
  spawned(std::coroutine_handle<promise<T>> frame, scheduler *on,
          std::source_location where) noexcept
      : task_core(frame, on, where,
                  static_cast<std::size_t>(reinterpret_cast<char *>(&out) -
                                           reinterpret_cast<char *>(this))) {
    static_assert(alignof(result<T>) <= 16,
                  "unblock: over-aligned results are not supported");
    frame.promise().out = &out;
    frame.promise().then.set(std::noop_coroutine());
  }

  void set_cancelled() noexcept override {
    out.clear();
    out.set_cancelled();
  }
  void destroy() noexcept override { delete this; }

  result<T> out;
};

template <class T>
join_handle<T> spawn_on(scheduler &on, task<T> work,
                        std::source_location where) {
  auto *block = new spawned<T>(work.frame(), &on, where);
  std::move(work).release();
  join_handle<T> handle(*block);
  start(*block);
  return handle;
}

} // namespace detail

/// Runs \p work, a task or any awaitable, as a task of its own on the current
/// runtime. It starts when a worker takes it up, not before this returns.
///
/// From any thread that is in a runtime (a worker, a blocking closure, after
/// `enter`); elsewhere throws context_error, use `handle::spawn` there. On a
/// runtime that has shut down the outcome is "cancelled" at once. May throw
/// std::bad_alloc.
template <class A>
join_handle<detail::task_result_t<A>>
spawn(A &&work, std::source_location where = std::source_location::current()) {
  return detail::spawn_on(detail::current_scheduler("spawn", where),
                          detail::as_task(std::forward<A>(work)), where);
}

} // namespace unblock

#endif // UNBLOCK_SPAWN_HPP
