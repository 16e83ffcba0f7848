//===- detail/context.hpp - What a thread is doing for the runtime -*- C++
//-*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_DETAIL_CONTEXT_HPP
#define UNBLOCK_DETAIL_CONTEXT_HPP

#include <unblock/detail/task_core.hpp>

#include <coroutine>
#include <cstdint>

namespace unblock::detail {

class core;

/// Where a thread stands. Async code may not block; the others may.
enum class place : std::uint8_t {
  plain,    ///< no work of a runtime, or only its blocking pool's
  async,    ///< a task is being resumed
  in_place, ///< inside block_in_place, inside a task
};

/// The number of ready operations that a task may complete in one turn before
/// it has to let others run. As in Tokio.
inline constexpr std::uint32_t full_budget = 128;

struct thread_context {
  scheduler *runtime = nullptr; ///< that was entered, or whose thread this is
  core *held = nullptr;         ///< the core that this worker holds
  core *lent = nullptr;         ///< the core it lent to be in_place
  task_core *task = nullptr;    ///< that is being resumed
  /// Where the thread stood when block_on was called in block_in_place.
  const thread_context *below = nullptr;
  resume_point *yielded = nullptr; ///< of the task, for its next turn
  std::uint32_t budget = full_budget;
  place where = place::plain;
  std::uint8_t depth = 0; ///< of tasks that run inside await, see run_awaited
};

extern constinit thread_local thread_context this_thread;

/// Fills \p point with the current coroutine of the current task.
inline void suspend_at(resume_point &point,
                       std::coroutine_handle<> coroutine) noexcept {
  point.coroutine = coroutine;
  point.owner = this_thread.task;
  point.posted = false;
  point.try_again = nullptr;
}

/// One operation was ready. False if the task has used up its turn: then it
/// has to yield before it goes on.
inline bool spend_budget() noexcept {
  thread_context &context = this_thread;
  if (context.budget == 0) [[unlikely]]
    return false;
  --context.budget;
  return true;
}

/// Resumes \p point in the next turn of the current task, behind all others.
inline void yield_at(resume_point &point) noexcept {
  thread_context &context = this_thread;
  point.posted = true;
  point.next = context.yielded;
  context.yielded = &point;
}

/// Runs the task that the current one awaits here and now, if it was spawned
/// last and has not started; returns whether it is finished then.
bool run_awaited(join_core &awaited) noexcept;

} // namespace unblock::detail

#endif // UNBLOCK_DETAIL_CONTEXT_HPP
