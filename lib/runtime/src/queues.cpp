//===- queues.cpp - Where tasks wait for their turn -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "scheduler.hpp"

#include <algorithm>
#include <mutex>

namespace unblock::detail {

void scheduler::schedule(task_core &task) noexcept {
  core *mine = this_thread.held;
  if (mine && &mine->home == this)
    return push_woken(*mine, task);
  if (this_thread.runtime == this) // which keeps the scheduler alive
    return inject(task, task, 1);
  // Relaxed: the scheduler outlives its tasks, and this one is still to be
  // queued; the destructor, which waits for it to end, sees the visitor then.
  visitors_.fetch_add(1, std::memory_order_relaxed);
  inject(task, task, 1);
  // Release: this thread has left. Nothing of the scheduler after this.
  visitors_.fetch_sub(1, std::memory_order_release);
}

void scheduler::push_woken(core &mine, task_core &task) noexcept {
  // Relaxed: nobody else puts a task in.
  if (!mine.lifo.load(std::memory_order_relaxed)) {
    mine.lifo.store(&task, std::memory_order_release); // the task, for a thief
    // This worker will come to it at once, as a rule. If not, the monitor wakes
    // somebody for it.
    if (sleepers_.load(std::memory_order_relaxed) != 0)
      patrol();
    return;
  }
  if (task_core *before = take_lifo(mine))
    push_back(mine, *before);
  mine.lifo.store(&task, std::memory_order_release);
}

task_core *scheduler::take_lifo(core &mine) noexcept {
  if (alone_) { // no thieves
    task_core *task = mine.lifo.load(std::memory_order_relaxed);
    mine.lifo.store(nullptr, std::memory_order_relaxed);
    return task;
  }
  // Acquire: as for a thief.
  return mine.lifo.exchange(nullptr, std::memory_order_acquire);
}

void scheduler::push_back(core &mine, task_core &task) noexcept {
  if (!mine.queue.push(&task)) [[unlikely]] {
    // Half of the queue goes to where all look for work.
    task_core *half[run_queue<task_core>::capacity / 2];
    std::uint32_t count = mine.queue.steal(half);
    for (std::uint32_t i = 0; i + 1 < count; ++i)
      half[i]->queued_next = half[i + 1];
    task_core *last = &task;
    if (count) {
      half[count - 1]->queued_next = &task;
    }
    inject(count ? *half[0] : task, *last, count + 1);
    return;
  }
  notify(false);
}

void scheduler::inject(task_core &first, task_core &last, std::size_t count,
                       bool wake) noexcept {
  last.queued_next = nullptr;
  {
    std::unique_lock lock(inject_mutex_);
    if (inject_closed_) [[unlikely]] {
      lock.unlock();
      return drop(first);
    }
    (inject_last_ ? inject_last_->queued_next : inject_first_) = &first;
    inject_last_ = &last;
    inject_size_.store(inject_size_.load(std::memory_order_relaxed) + count,
                       std::memory_order_relaxed);
  }
  if (wake)
    notify(true);
}

task_core *scheduler::pop_injected(core &mine) noexcept {
  std::size_t size = inject_size_.load(std::memory_order_relaxed);
  if (size == 0)
    return nullptr;
  // A fair share, so that one lock serves many tasks. But one only if the core
  // has tasks of its own: a batch on top of them would soon overflow again.
  std::size_t want = 1;
  if (mine.queue.empty())
    want = std::min<std::size_t>(size / cores_.size() + 1,
                                 run_queue<task_core>::capacity / 2);
  join_core *first;
  {
    std::lock_guard lock(inject_mutex_);
    first = inject_first_;
    join_core *last = nullptr;
    std::size_t count = 0;
    while (inject_first_ && count != want) {
      last = inject_first_;
      inject_first_ = last->queued_next;
      ++count;
    }
    if (last)
      last->queued_next = nullptr;
    if (!inject_first_)
      inject_last_ = nullptr;
    inject_size_.store(inject_size_.load(std::memory_order_relaxed) - count,
                       std::memory_order_relaxed);
  }
  if (!first)
    return nullptr;
  for (join_core *task = first->queued_next; task;) {
    join_core *after = task->queued_next;
    (void)mine.queue.push(static_cast<task_core *>(task)); // there is room
    task = after;
  }
  // Who looked for them in the meantime has seen neither queue hold them.
  if (!alone_ && !mine.queue.empty())
    notify(true);
  return static_cast<task_core *>(first);
}

task_core *scheduler::next(core &mine, worker *self) noexcept {
  std::uint32_t turns = mine.turns.load(std::memory_order_relaxed) + 1;
  mine.turns.store(turns, std::memory_order_relaxed);
  if (turns % poll_interval == 0) {
    poll(mine);
    if (task_core *task = pop_injected(mine))
      return task;
  }
  // Relaxed: a hint; taking it tells.
  if (mine.lifo.load(std::memory_order_relaxed)) {
    task_core *task = take_lifo(mine);
    if (task && ++mine.lifo_streak <= lifo_limit)
      return task;
    mine.lifo_streak = 0;
    if (task) {
      if (mine.queue.empty())
        return task;
      push_back(mine, *task);
    }
  } else {
    mine.lifo_streak = 0;
  }
  if (task_core *task = alone_ ? mine.queue.pop_alone() : mine.queue.pop())
    return task;
  if (task_core *task = pop_injected(mine))
    return task;
  if (self && cores_.size() > 1 && begin_search(*self))
    return steal(mine);
  return nullptr;
}

task_core *scheduler::steal(core &mine) noexcept {
  std::size_t count = cores_.size();
  // Any good enough generator; xorshift32.
  mine.random ^= mine.random << 13;
  mine.random ^= mine.random >> 17;
  mine.random ^= mine.random << 5;
  task_core *stolen[run_queue<task_core>::capacity / 2];
  for (std::size_t i = 0; i != count; ++i) {
    core &victim = *cores_[(mine.random + i) % count];
    if (&victim == &mine)
      continue;
    if (std::uint32_t n = victim.queue.steal(stolen)) {
      for (std::uint32_t k = 1; k != n; ++k)
        (void)mine.queue.push(stolen[k]); // it was empty
      return stolen[0];
    }
  }
  for (std::size_t i = 0; i != count; ++i) {
    core &victim = *cores_[(mine.random + i) % count];
    if (&victim == &mine || !victim.lifo.load(std::memory_order_relaxed))
      continue;
    // Acquire: the task.
    if (task_core *task =
            victim.lifo.exchange(nullptr, std::memory_order_acquire))
      return task;
  }
  return pop_injected(mine);
}

void scheduler::poll(core &mine) noexcept {
  release_departed(mine);
  if (pending.next() != timers::never)
    pending.fire(clock::now());
}

bool scheduler::anything_to_run() const noexcept {
  if (inject_size_.load(std::memory_order_relaxed) != 0)
    return true;
  for (const auto &c : cores_)
    if (c->has_tasks())
      return true;
  return false;
}

} // namespace unblock::detail
