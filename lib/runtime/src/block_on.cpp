//===- block_on.cpp - Tasks that a thread waits for -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "scheduler.hpp"

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>

namespace unblock::detail {

void run_alone(root_task &root) noexcept {
  for (;;) {
    // Acquire: what the waker did.
    while (!root.scheduled.exchange(false, std::memory_order_acquire))
      root.bed.park();
    turn how = take_turn(root);
    if (how == turn::ended)
      return;
    if (how == turn::yielded)
      root.scheduled.store(true, std::memory_order_relaxed);
  }
}

void scheduler::run_root(root_task &root) noexcept {
  if (options.current_thread)
    run_current(root);
  else
    run_alone(root);
}

void scheduler::run_current(root_task &root) noexcept {
  thread_context &context = this_thread;
  core &only = *cores_.front();
  bool mine = false;
  for (;;) {
    if (root.scheduled.exchange(false, std::memory_order_acquire)) {
      // It stops the other tasks, if this thread runs them.
      bool watched = options.stall_threshold && mine;
      if (watched)
        only.watched.begin(root);
      turn how = take_turn(root);
      if (watched)
        only.watched.end();
      if (how == turn::ended)
        break;
      if (how == turn::yielded)
        root.scheduled.store(true, std::memory_order_relaxed);
    }
    if (is_shut_down()) {
      if (std::exchange(mine, false))
        give_back_current();
    } else if (!mine) {
      mine = take_current(root.bed);
    }
    if (!mine) {
      if (!root.scheduled.load(std::memory_order_relaxed))
        root.bed.park();
      continue;
    }
    // As many turns as between two looks at the timers.
    context.held = &only;
    task_core *task = nullptr;
    for (std::uint32_t i = 0; i != poll_interval; ++i) {
      task = next(only, nullptr);
      if (!task)
        break;
      run(*task);
      if (root.scheduled.load(std::memory_order_relaxed) || is_shut_down())
        break;
    }
    if (!task && !root.scheduled.load(std::memory_order_relaxed)) {
      release_departed(only);
      // Who makes something ready unparks current_bed_ after that: the token
      // waits if it was before this thread sleeps.
      clock::time_point deadline = pending.next();
      if (deadline == timers::never)
        root.bed.park();
      else
        root.bed.park(deadline);
      if (pending.next() != timers::never)
        pending.fire(clock::now());
    }
  }
  if (mine) {
    context.held = nullptr;
    give_back_current();
    return;
  }
  std::lock_guard lock(current_mutex_);
  std::erase(current_waiting_, &root.bed);
  // It may have been woken to take the core, and does not want it any more.
  if (!current_bed_.load() && !current_waiting_.empty())
    current_waiting_.back()->unpark();
}

bool scheduler::take_current(parker &bed) noexcept {
  std::lock_guard lock(current_mutex_);
  auto waiting =
      std::find(current_waiting_.begin(), current_waiting_.end(), &bed);
  // Once it is over, who shuts down counts on it that nobody takes the core.
  bool free = !current_bed_.load() && !is_shut_down();
  if (free) {
    if (waiting != current_waiting_.end())
      current_waiting_.erase(waiting);
    current_bed_.store(&bed);
  } else if (waiting == current_waiting_.end()) {
    current_waiting_.push_back(&bed);
  }
  return free;
}

void scheduler::give_back_current() noexcept {
  {
    std::unique_lock lock(current_mutex_);
    if (is_shut_down()) {
      // shut_down() has left the tasks to this thread, or waits for it.
      lock.unlock();
      drop_core(*cores_.front());
      lock.lock();
    }
    current_bed_.store(nullptr);
    if (!current_waiting_.empty())
      current_waiting_.back()->unpark();
  }
  std::lock_guard lock(workers_mutex_); // for shut_down(), which waits with it
  worker_ended_.notify_all();
}

void throw_deadlock(std::source_location acquired_at,
                    std::source_location awaiting_at) {
  throw context_error(
      std::string(
          "a lock is awaited inside block_in_place by the very task that "
          "holds it, acquired at ") +
          acquired_at.file_name() + ":" + std::to_string(acquired_at.line()),
      awaiting_at, "release it before block_in_place");
}

void run_root(scheduler *on, std::coroutine_handle<> frame,
              const char *function, std::source_location where) {
  thread_context &context = this_thread;
  if (context.where == place::async) [[unlikely]]
    throw context_error(std::string(function) +
                            " was called in async code: it would hold up the "
                            "worker, or wait for itself",
                        where,
                        "co_await the task; where that is impossible, call "
                        "block_on inside block_in_place");
  if (context.where == place::in_place && on) {
    if (on->options.current_thread && on == context.runtime) [[unlikely]]
      throw context_error(
          std::string(function) +
              " was called inside block_in_place on a "
              "current-thread runtime: nothing would run what it "
              "waits for",
          where, "co_await the task outside block_in_place");
    // Somebody has to run what this thread waits for.
    if (core *lent = context.lent; lent && lent->lent.is_lent() &&
                                   !lent->home.hand_off(*lent)) [[unlikely]]
      throw context_error(
          std::string(function) +
              " was called inside block_in_place while all "
              "replacement threads are in use: it might wait for "
              "ever",
          where,
          "co_await the task, or raise "
          "builder::max_handoff_threads()");
  }
  struct restore {
    thread_context &context;
    thread_context saved;
    ~restore() { context = saved; }
  } restore{context, context};
  context = thread_context();
  context.runtime = on ? on : restore.saved.runtime;
  context.below = restore.saved.task ? &restore.saved : nullptr;
  root_task root(frame, where);
  if (on)
    on->run_root(root);
  else
    run_alone(root);
}

} // namespace unblock::detail
