//===- detail/task_core.hpp - The part of a task that has no type -*- C++
//-*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// join_core is what any spawned work shares with its handle; task_core adds
// what the scheduler needs of a task. Their memory is one block, together with
// the result. The frames of the coroutines are separate, so that a task's
// parameters and locals are gone when it has ended, while its result waits for
// the handle.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_DETAIL_TASK_CORE_HPP
#define UNBLOCK_DETAIL_TASK_CORE_HPP

#include <unblock/detail/inbox.hpp>
#include <unblock/detail/join_word.hpp>

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <source_location>

namespace unblock::detail {

class scheduler;

struct join_core {
  /// \p result_offset: from here to the result<T> that completes the block.
  join_core(std::source_location where, std::size_t result_offset) noexcept
      : result_offset_(static_cast<std::uint8_t>(result_offset / 8)),
        spawned_at(where) {}
  join_core(const join_core &) = delete;
  join_core &operator=(const join_core &) = delete;

  virtual void abort() noexcept = 0;
  /// Makes the outcome "cancelled".
  virtual void set_cancelled() noexcept = 0;

  std::size_t result_offset() const noexcept {
    return std::size_t(result_offset_) * 8;
  }

  join_word word;

private:
  std::uint8_t result_offset_;

public:
  /// For a task: how many join_all, select or timeout it is in. While it is in
  /// none, it is suspended in one place only.
  std::uint8_t branchings = 0;
  /// For a task: the core in whose list it is, see scheduler.hpp.
  std::uint16_t listed_at = 0;
  /// Where the handle is awaited; valid while the word says `awaited`.
  resume_point *joiner = nullptr;
  /// Links the run queues, the injection queue or the queue of the pool.
  join_core *queued_next = nullptr;
  std::source_location spawned_at;

  /// Frees the block.
  virtual void destroy() noexcept = 0;

protected:
  ~join_core() = default;
};

/// Sets the outcome free: marks \p core with \p bits, wakes who awaits it,
/// frees it when nobody else will. \p core is gone afterwards.
void finish(join_core &core, unsigned bits) noexcept;

struct task_core : join_core {
  task_core(std::coroutine_handle<> frame, scheduler *on,
            std::source_location where, std::size_t result_offset) noexcept
      : join_core(where, result_offset), home(on), root(frame) {}

  void abort() noexcept final;

  inbox in;
  /// For the holder of the activity: what is to be resumed next. Of a task that
  /// has not started: `not_started`.
  resume_point *ready = &not_started;
  static resume_point not_started;
  /// Who runs it. The root task of block_on has none: its thread does.
  scheduler *home;
  std::coroutine_handle<> root;
  /// Neighbours in the list of a core.
  task_core *prev = nullptr, *next = nullptr;

protected:
  ~task_core() = default;
};

/// Where a thread blocks on a task: the task runs on that very thread.
struct root_task;

/// Tasks that were made ready under a lock, to be scheduled after it. Every
/// task in here is held by its activity.
class ready_batch {
public:
  ready_batch() noexcept = default;
  ready_batch(const ready_batch &) = delete;
  ready_batch &operator=(const ready_batch &) = delete;
  /// Schedules all.
  ~ready_batch() {
    if (first_)
      flush();
  }

  /// Posts \p point to its task. The caller holds the lock without which the
  /// awaiter that holds the point cannot be destroyed.
  void wake(resume_point &point) noexcept {
    task_core *task = point.owner;
    if (!task->in.post(point))
      return;
    task->ready = &point;
    task->queued_next = nullptr;
    *last_ = task;
    last_ = &task->queued_next;
  }

private:
  void flush() noexcept;

  join_core *first_ = nullptr;
  join_core **last_ = &first_;
};

/// Takes a posted point back before it is resumed: its awaiter is being
/// destroyed by the holder of the task's activity.
void unpost(resume_point &point) noexcept;

} // namespace unblock::detail

#endif // UNBLOCK_DETAIL_TASK_CORE_HPP
