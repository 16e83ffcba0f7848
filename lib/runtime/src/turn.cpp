//===- turn.cpp - Waking tasks and running them -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "scheduler.hpp"

#include <algorithm>
#include <utility>

namespace unblock::detail {

namespace {

void schedule(task_core &task) noexcept {
  if (task.home)
    task.home->schedule(task);
  else
    static_cast<root_task &>(task).wake();
}

} // namespace

void ready_batch::flush() noexcept {
  *last_ = nullptr;
  for (join_core *next = first_; next;) {
    auto &task = static_cast<task_core &>(*next);
    next = task.queued_next; // before: the task may be gone afterwards
    schedule(task);
  }
}

void finish(join_core &core, unsigned bits) noexcept {
  unsigned before = core.word.finish(bits);
  if (before & join_word::awaited) {
    resume_point &joiner = *core.joiner;
    task_core &task = *joiner.owner;
    bool mine = task.in.post(joiner);
    if (mine)
      task.ready = &joiner;
    core.word.set_delivered(); // the waiter frees the block
    if (mine)
      schedule(task);
  } else if (join_word::all(before | bits)) {
    core.destroy();
  }
}

void unpost(resume_point &point) noexcept {
  auto take_from = [&point](resume_point *&list) {
    for (resume_point **at = &list; *at; at = &(*at)->next) {
      if (*at == &point) {
        *at = point.next;
        point.posted = false;
        return true;
      }
    }
    return false;
  };
  task_core &task = *point.owner;
  if (this_thread.task == &task && take_from(this_thread.yielded))
    return;
  if (take_from(task.ready))
    return;
  resume_point **end = &task.ready;
  while (*end)
    end = &(*end)->next;
  *end = task.in.take();
  take_from(task.ready);
}

void start(task_core &task) noexcept { task.home->schedule(task); }

void task_core::abort() noexcept {
  if (in.post_abort())
    home->schedule(*this);
}

turn take_turn(task_core &task, std::uint32_t budget) noexcept {
  thread_context &context = this_thread;
  context.task = &task;
  context.budget = budget;
  context.where = place::async;
  turn how;
  for (;;) {
    // At shutdown nothing is resumed any more: not what was woken because its
    // timer was cut short, in particular.
    if (task.in.abort_posted() || (task.home && task.home->is_shut_down()))
        [[unlikely]] {
      how = turn::aborted;
      break;
    }
    if (task.ready == &task_core::not_started) {
      task.ready = nullptr;
      task.root.resume();
      if (task.root.done()) {
        how = turn::ended;
        break;
      }
    }
    while (resume_point *point = task.ready) {
      task.ready = point->next;
      point->posted = false;
      if (point->try_again && !point->try_again(*point)) [[unlikely]]
        continue; // it waits again
      point->coroutine.resume();
      if (task.root.done())
        break;
    }
    if (task.root.done()) {
      how = turn::ended;
      break;
    }
    if (context.yielded) {
      how = turn::yielded;
      break;
    }
    if (task.home && task.home->is_shut_down()) [[unlikely]] {
      how = turn::aborted; // nobody would take it up again
      break;
    }
    if (task.listed_at == 0 && task.home)
      task.home->enlist(task);
    if (task.in.try_idle()) {
      // The task is no longer this thread's.
      how = turn::suspended;
      break;
    }
    task.ready = task.in.take();
  }
  if (how == turn::yielded) {
    // What was posted meanwhile comes first: one branch of the task may yield
    // again and again. Then what yielded, which is listed the last one first.
    resume_point *last = nullptr;
    while (resume_point *point = context.yielded) {
      context.yielded = point->next;
      point->next = last;
      last = point;
    }
    task.ready = task.in.take();
    resume_point **end = &task.ready;
    while (*end)
      end = &(*end)->next;
    *end = last;
  }
  context.task = nullptr;
  context.where = place::plain;
  return how;
}

void scheduler::run(task_core &task) noexcept {
  watched_turn *watched =
      options.stall_threshold ? &this_thread.held->watched : nullptr;
  if (watched)
    watched->begin(task);
  turn how = take_turn(task);
  if (watched && this_thread.held)
    watched->end();
  switch (how) {
  case turn::suspended:
    break;
  case turn::yielded:
    requeue(task);
    break;
  case turn::ended:
    complete(task);
    break;
  case turn::aborted:
    cancel(task);
    break;
  }
}

void scheduler::requeue(task_core &task) noexcept {
  if (core *mine = this_thread.held)
    push_back(*mine, task);
  else
    inject(task, task, 1, /*wake=*/false); // see wait_for_core()
}

bool run_awaited(join_core &awaited) noexcept {
  core *mine = this_thread.held;
  return mine && mine->home.run_awaited(*mine, awaited);
}

bool scheduler::run_awaited(core &mine, join_core &awaited) noexcept {
  thread_context &context = this_thread;
  constexpr std::uint8_t depth_limit = 16; // of this function on the stack
  if (mine.lifo.load(std::memory_order_relaxed) != &awaited ||
      context.task->branchings != 0 || context.depth == depth_limit ||
      context.budget == 0)
    return false;
  task_core *next = take_lifo(mine);
  if (next != &awaited) {
    if (next)
      push_back(mine, *next);
    return false;
  }
  task_core *awaiting = context.task;
  // It has a share in this turn, not a turn of its own.
  std::uint32_t budget = --context.budget;
  ++context.depth;
  bool finished = false;
  switch (take_turn(*next, budget)) {
  case turn::suspended:
    break;
  case turn::yielded:
    requeue(*next);
    break;
  case turn::ended:
    finished = next->listed_at == 0;
    if (finished) {
      context.task = next;
      context.where = place::async;
      next->root.destroy();
      next->word.finish_alone();
    } else {
      complete(*next);
    }
    break;
  case turn::aborted:
    cancel(*next);
    break;
  }
  --context.depth;
  context.budget = std::min(budget, context.budget);
  context.task = awaiting;
  context.where = place::async;
  return finished;
}

void scheduler::enlist(task_core &task) noexcept {
  task.word.enlist();
  core *mine = this_thread.held;
  if (mine && &mine->home == this) {
    task.listed_at = static_cast<std::uint16_t>(mine->index + 1);
    task.next = mine->listed;
    if (task.next)
      task.next->prev = &task;
    mine->listed = &task;
  } else {
    std::lock_guard lock(strays_mutex_);
    task.listed_at = stray;
    task.next = strays_;
    if (task.next)
      task.next->prev = &task;
    strays_ = &task;
  }
}

namespace {

void unlink(task_core &task, task_core *&list) noexcept {
  (task.prev ? task.prev->next : list) = task.next;
  if (task.next)
    task.next->prev = task.prev;
}

} // namespace

void scheduler::complete(task_core &task) noexcept {
  // The parameters and what is left of the locals go in the task's context. At
  // shutdown another task may be in the middle of its turn here.
  thread_context &context = this_thread;
  task_core *outer = std::exchange(context.task, &task);
  place where = std::exchange(context.where, place::async);
  task.root.destroy();
  context.task = outer;
  context.where = where;

  core *mine = context.held;
  if (task.listed_at == 0) {
    finish(task, join_word::finished);
  } else if (mine && &mine->home == this && task.listed_at == mine->index + 1) {
    unlink(task, mine->listed);
    finish(task, join_word::finished | join_word::unlisted);
  } else if (task.listed_at == stray) {
    {
      std::lock_guard lock(strays_mutex_);
      unlink(task, strays_);
    }
    finish(task, join_word::finished | join_word::unlisted);
  } else {
    // Only the holder of that core may touch its list.
    core &other = *cores_[task.listed_at - 1u];
    finish(task, join_word::finished);
    join_core *first = other.departed.load(std::memory_order_relaxed);
    do
      task.queued_next = first;
    // Release: the task is done with.
    while (!other.departed.compare_exchange_weak(
        first, &task, std::memory_order_release, std::memory_order_relaxed));
  }
}

void scheduler::cancel(task_core &task) noexcept {
  // Before the frame goes: what its destructors do may not end it again.
  task.ready = nullptr;
  task.set_cancelled();
  complete(task);
}

void scheduler::release_departed(core &mine) noexcept {
  if (!mine.departed.load(std::memory_order_relaxed))
    return;
  // Acquire: the tasks are done with.
  join_core *first = mine.departed.exchange(nullptr, std::memory_order_acquire);
  while (first) {
    auto &task = static_cast<task_core &>(*first);
    first = task.queued_next;
    unlink(task, mine.listed);
    if (task.word.release(join_word::unlisted))
      task.destroy();
  }
}

} // namespace unblock::detail
