//===- monitor.cpp - Who looks after workers and the pool -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "scheduler.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

namespace unblock::detail {

void scheduler::wake_monitor() noexcept {
  std::lock_guard lock(monitor_mutex_);
  // It looks around first, and finds out itself how often is enough.
  if (monitor_state_.exchange(looking_around) == looking_around)
    return;
  if (!monitor_started_) {
    {
      std::lock_guard ending(workers_mutex_);
      if (is_shut_down())
        return;
      monitor_runs_ = true;
    }
    try {
      thread([this, home = shared_from_this()] { monitor_main(); }).detach();
      monitor_started_ = true;
    } catch (...) {
      // Without a monitor, lent cores wait for their workers. Try again.
      monitor_state_.store(asleep);
      std::lock_guard ending(workers_mutex_);
      monitor_runs_ = false;
    }
    return;
  }
  monitor_bed_.unpark();
}

void scheduler::monitor_main() noexcept {
  thread_begins("monitor");
  bool looked_again = false;
  while (!is_shut_down()) {
    clock::time_point now = clock::now();
    clock::time_point next =
        std::min({look_after_cores(now), look_after_workers(now),
                  look_after_standby(now), pool.tend(now)});
    if (next <= now + patrol_tick) {
      looked_again = false;
      monitor_state_.store(next <= now + monitor_tick ? looking_around
                                                      : patrolling);
      monitor_bed_.park(next);
      continue;
    }
    // Nothing to see for now. Who just missed that this thread goes to sleep
    // will have been seen a tick later.
    monitor_state_.store(next == timers::never ? asleep : timed);
    if (!std::exchange(looked_again, true))
      monitor_bed_.park(now + monitor_tick);
    else if (next == timers::never)
      monitor_bed_.park();
    else
      monitor_bed_.park(next);
    if (monitor_state_.load() >= patrolling)
      looked_again = false;
  }
  thread_ends();
  std::lock_guard lock(workers_mutex_);
  monitor_runs_ = false;
  worker_ended_.notify_all();
}

clock::time_point scheduler::look_after_cores(clock::time_point now) noexcept {
  bool any_lent = false;
  std::uint32_t loans = 0;
  clock::time_point timer = pending.next();
  for (const auto &c : cores_) {
    loans += c->loans.load(std::memory_order_relaxed);
    if (!c->lent.is_lent())
      continue;
    any_lent = true;
    if (timer <= now || has_work(*c))
      hand_off(*c);
  }
  if (std::exchange(loans_seen_, loans) != loans)
    rounds_without_loans_ = 0;
  else if (!any_lent && rounds_without_loans_ < 100)
    ++rounds_without_loans_;
  if (any_lent)
    return timer > now ? std::min(now + monitor_tick, timer)
                       : now + monitor_tick;
  return rounds_without_loans_ < 100 ? now + monitor_tick : timers::never;
}

clock::time_point
scheduler::look_after_standby(clock::time_point now) noexcept {
  std::lock_guard lock(workers_mutex_);
  while (!standby_.empty()) {
    worker &coldest = *standby_.front();
    if (now - coldest.idle_since < options.thread_keep_alive)
      return options.thread_keep_alive < timers::never - now
                 ? coldest.idle_since + options.thread_keep_alive
                 : timers::never;
    standby_.pop_front();
    coldest.standing_by.store(false, std::memory_order_release);
    coldest.bed.unpark();
  }
  return timers::never;
}

// A worker that is held up by its task (by blocking code, against the rules)
// holds up what lies in its LIFO slot, and the timers if it was the driver. If
// others sleep, one of them is woken for that.
clock::time_point
scheduler::look_after_workers(clock::time_point now) noexcept {
  std::uint32_t sleepers = sleepers_.load(std::memory_order_relaxed);
  if (sleepers == 0 || sleepers == cores_.size())
    return timers::never;
  bool held_up = pending.next() < now - patrol_tick;
  for (const auto &c : cores_) {
    std::uint32_t turns = c->turns.load(std::memory_order_relaxed);
    if (std::exchange(c->turns_seen, turns) == turns &&
        c->lifo.load(std::memory_order_relaxed))
      held_up = true;
  }
  if (held_up)
    notify(true);
  return now + patrol_tick;
}

} // namespace unblock::detail
