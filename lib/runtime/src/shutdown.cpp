//===- shutdown.cpp - The end of a runtime -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "scheduler.hpp"

#include <mutex>
#include <utility>

namespace unblock::detail {

// Every worker drops the tasks of the core that it holds when it sees that it
// is over. Cores that are lent are taken here; what their owners run is
// cancelled when it suspends. So what a blocked thread waits for (the end of a
// task, a timer) comes, and the thread comes back. From here on a task that
// becomes ready or suspends is cancelled by whoever holds it.
bool scheduler::shut_down(std::optional<clock::time_point> deadline) noexcept {
  shut_down_.store(true);
  pool.close();
  pending.close();
  drop_injected_and_strays();
  {
    // Whoever lists himself from here on sees that it is over.
    std::lock_guard lock(idle_mutex_);
    for (worker *sleeper : sleeping_)
      sleeper->bed.unpark();
  }
  for (const auto &c : cores_)
    if (c->lent.take())
      drop_core(*c);
  std::unique_lock lock(workers_mutex_);
  for (worker *idle : standby_)
    idle->bed.unpark();
  {
    // Who takes the core from here on sees that it is over.
    std::lock_guard current(current_mutex_);
    unpark_current();
  }
  monitor_bed_.unpark(); // it finds the token if it is about to sleep
  auto none_left = [this] {
    return worker_threads_ == 0 && !monitor_runs_ && !current_bed_.load();
  };
  bool ended = true;
  if (deadline)
    ended = worker_ended_.wait_until(lock, *deadline, none_left);
  else
    worker_ended_.wait(lock, none_left);
  lock.unlock();
  if (options.current_thread) {
    // If a block_on runs the tasks, it sees that it is over, and drops them.
    std::unique_lock current(current_mutex_);
    bool free = !current_bed_.load();
    current.unlock();
    if (free)
      drop_core(*cores_.front());
  }
  drop_injected_and_strays();
  if (options.stall_threshold)
    stop_watchdog(deadline);
  return pool.wait_closed(deadline) && ended;
}

scheduler::~scheduler() {
  // Threads that belong to no runtime, or to another, may be about to wake a
  // task of this one. Such a task is still in its list: they find the queues
  // closed, cancel it, and leave. That takes them some instructions.
  for (backoff pause;; pause()) {
    bool any = false;
    for (const auto &c : cores_) {
      release_departed(*c);
      any = any || c->listed;
    }
    {
      std::lock_guard lock(strays_mutex_);
      any = any || strays_;
    }
    {
      std::lock_guard lock(inject_mutex_);
      any = any || dropping_;
    }
    // Acquire: as schedule() says.
    if (!any && visitors_.load(std::memory_order_acquire) == 0)
      return;
  }
}

void scheduler::drop_core(core &mine) noexcept {
  thread_context &context = this_thread;
  // Held, so that tasks that end are unlinked, and what they wake comes into
  // the queues of this core, to be dropped with the rest.
  core *before = std::exchange(context.held, &mine);
  for (;;) {
    release_departed(mine);
    task_core *task = mine.lifo.exchange(nullptr, std::memory_order_acquire);
    if (!task)
      task = mine.queue.pop();
    if (!task) {
      // One whose activity is in somebody else's hands will be cancelled there.
      task = mine.listed;
      while (task && !task->in.post_abort())
        task = task->next;
    }
    if (!task)
      break;
    cancel(*task);
  }
  context.held = before == &mine ? nullptr : before;
}

void scheduler::drop_injected_and_strays() noexcept {
  join_core *injected;
  {
    std::lock_guard lock(inject_mutex_);
    inject_closed_ = true;
    injected = nullptr;
    if (!dropping_) {
      injected = inject_first_;
      inject_first_ = inject_last_ = nullptr;
    }
    inject_size_.store(0, std::memory_order_relaxed);
  }
  if (injected)
    drop(static_cast<task_core &>(*injected));
  for (;;) {
    task_core *task;
    {
      std::lock_guard lock(strays_mutex_);
      task = strays_;
      while (task && !task->in.post_abort())
        task = task->next;
    }
    if (!task)
      break;
    cancel(*task);
  }
}

void scheduler::drop(task_core &first) noexcept {
  // Destroying a task may wake others, which come here in turn: they are put
  // behind, so that a long chain of tasks does not become a deep recursion.
  std::unique_lock lock(inject_mutex_);
  join_core *last = &first;
  while (last->queued_next)
    last = last->queued_next;
  (inject_last_ ? inject_last_->queued_next : inject_first_) = &first;
  inject_last_ = last;
  if (std::exchange(dropping_, true))
    return;
  while (join_core *task = inject_first_) {
    inject_first_ = task->queued_next;
    if (!inject_first_)
      inject_last_ = nullptr;
    lock.unlock();
    cancel(static_cast<task_core &>(*task));
    lock.lock();
  }
  dropping_ = false;
}

} // namespace unblock::detail
