//===- workers.cpp - Workers, asleep and awake -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "scheduler.hpp"

#include <algorithm>
#include <mutex>
#include <vector>

namespace unblock::detail {

void scheduler::notify(bool fenced) noexcept {
  if (fenced)
    atomic_thread_fence(std::memory_order_seq_cst); // the task, before the look
  if (searchers_.load(std::memory_order_relaxed) != 0)
    return;
  if (sleepers_.load(std::memory_order_relaxed) == 0) {
    if (!fenced)
      return;
    // Nobody sleeps. But perhaps somebody has lent a core.
    for (const auto &c : cores_)
      if (c->lent.is_lent() && hand_off(*c))
        return;
    unpark_current();
    return;
  }
  worker *sleeper;
  {
    std::lock_guard lock(idle_mutex_);
    if (sleeping_.empty() || searchers_.load(std::memory_order_relaxed) != 0)
      return;
    sleeper = sleeping_.back();
    sleeping_.pop_back();
    sleepers_.fetch_sub(1);
    searchers_.fetch_add(1);
    sleeper->searching = true;
    // Release: that it searches. It may be awake already, by another's token.
    sleeper->asleep.store(false, std::memory_order_release);
  }
  sleeper->bed.unpark();
}

bool scheduler::begin_search(worker &self) noexcept {
  if (self.searching)
    return true;
  if (2 * searchers_.load(std::memory_order_relaxed) >= cores_.size())
    return false;
  searchers_.fetch_add(1);
  self.searching = true;
  return true;
}

void scheduler::end_search(worker &self) noexcept {
  if (!self.searching)
    return;
  self.searching = false;
  // The last searcher passes the search on: there may be more where its find
  // came from, and those who made it counted on the search.
  if (searchers_.fetch_sub(1) == 1)
    notify(true);
}

void scheduler::park(core &mine, worker &self) noexcept {
  release_departed(mine);
  {
    std::lock_guard lock(idle_mutex_);
    sleeping_.push_back(&self);
    self.asleep.store(true, std::memory_order_relaxed);
    sleepers_.fetch_add(1);
    if (self.searching) {
      self.searching = false;
      searchers_.fetch_sub(1);
    }
  }
  // The list, before the look.
  atomic_thread_fence(std::memory_order_seq_cst);
  // While somebody searches, the look is his: the last searcher notifies when
  // he has found something, and looks again himself when he has not. Without
  // this, a worker would go round in circles as long as a searcher is held up.
  if (is_shut_down() || (searchers_.load() == 0 && anything_to_run()))
    return unlist(self);
  // While some sleep and others do not, the monitor looks after those.
  if (sleepers_.load(std::memory_order_relaxed) != cores_.size())
    patrol();
  worker *nobody = nullptr;
  if (driver_.compare_exchange_strong(nobody, &self)) {
    // The driver, then the time: new_first_timer() does it the other way round,
    // so it sees the driver or the driver sees the timer.
    clock::time_point deadline = pending.next();
    if (deadline == timers::never)
      self.bed.park();
    else
      self.bed.park(deadline);
    driver_.store(nullptr);
    if (pending.next() != timers::never)
      pending.fire(clock::now());
    if (pending.next() != timers::never && cores_.size() > 1)
      patrol(); // for the case that what fired holds this worker up
  } else {
    self.bed.park();
  }
  unlist(self);
}

void scheduler::unlist(worker &self) noexcept {
  // Acquire: what the waker wrote, see notify().
  if (!self.asleep.load(std::memory_order_acquire))
    return;
  std::lock_guard lock(idle_mutex_);
  auto at = std::find(sleeping_.begin(), sleeping_.end(), &self);
  if (at == sleeping_.end())
    return; // woken just now
  sleeping_.erase(at);
  sleepers_.fetch_sub(1);
  self.asleep.store(false, std::memory_order_relaxed);
}

void scheduler::unpark_current() noexcept {
  // A parker is never freed, so a late token does no harm.
  if (options.current_thread)
    if (parker *bed = current_bed_.load())
      bed->unpark();
}

void scheduler::new_first_timer() noexcept {
  if (worker *driver = driver_.load())
    driver->bed.unpark();
  else
    unpark_current();
}

void scheduler::start() {
  if (options.stall_threshold)
    start_watchdog();
  if (options.current_thread)
    return;
  for (const auto &c : cores_) {
    {
      std::lock_guard lock(workers_mutex_);
      ++worker_threads_;
    }
    try {
      start_worker(*c, true);
    } catch (...) {
      {
        std::lock_guard lock(workers_mutex_);
        --worker_threads_;
      }
      shut_down(std::nullopt);
      throw;
    }
  }
}

void scheduler::start_worker(core &first, bool held) {
  worker *self;
  {
    std::lock_guard lock(workers_mutex_);
    if (unused_workers_.empty()) {
      workers_.push_back(std::make_unique<worker>());
      unused_workers_.push_back(workers_.back().get());
      unused_workers_.reserve(workers_.size());
    }
    self = unused_workers_.back();
    unused_workers_.pop_back();
  }
  try {
    thread([this, self, &first, held, home = shared_from_this()] {
      worker_main(*self, first, held);
    }).detach();
  } catch (...) {
    std::lock_guard lock(workers_mutex_);
    unused_workers_.push_back(self);
    throw;
  }
}

void scheduler::worker_main(worker &self, core &first, bool held) noexcept {
  thread_begins("worker");
  thread_context &context = this_thread;
  context.runtime = this;
  precise_timers();
  core *mine = &first;
  if (!held) {
    mine->lent.arrived();
    if (!mine->lent.take())
      mine = wait_for_core(self);
  }
  while (mine) {
    context.held = mine;
    mine->watched.end(); // that of who lent it, if it was lent
    while (context.held && !is_shut_down()) {
      if (task_core *task = next(*mine, &self)) {
        end_search(self);
        run(*task);
      } else {
        park(*mine, self);
      }
    }
    if (context.held)
      drop_core(*mine);
    mine = wait_for_core(self);
  }
  end_search(self);
  thread_ends();
  std::lock_guard lock(workers_mutex_);
  --worker_threads_;
  unused_workers_.push_back(&self);
  worker_ended_.notify_all();
}

core *scheduler::wait_for_core(worker &self) noexcept {
  for (;;) {
    {
      std::lock_guard lock(workers_mutex_);
      if (is_shut_down())
        return nullptr;
      // One that was lent when no thread could be sent?
      for (const auto &c : cores_)
        if (c->lent.is_lent() && has_work(*c) && c->lent.take())
          return c.get();
      self.assigned = nullptr;
      self.standing_by.store(true, std::memory_order_relaxed);
      self.idle_since = clock::now();
      standby_.push_back(&self);
    }
    // The task that this thread ran without a core may be in the injection
    // queue. Nobody was woken for it before this thread was on standby: who
    // runs it may need a thread at once.
    if (inject_size_.load(std::memory_order_relaxed) != 0)
      notify(true);
    watch_later(); // which ends threads that are on standby for long
    core *assigned;
    for (;;) {
      self.bed.park();
      if (is_shut_down())
        return nullptr;
      // Acquire: what it was assigned.
      if (!self.standing_by.load(std::memory_order_acquire)) {
        assigned = self.assigned;
        break;
      }
    }
    if (!assigned)
      return nullptr;
    assigned->lent.arrived();
    if (assigned->lent.take())
      return assigned;
  }
}

bool scheduler::hand_off(core &lent) noexcept {
  if (!lent.lent.summon())
    return true; // a thread is on its way
  worker *sent = nullptr;
  {
    std::lock_guard lock(workers_mutex_);
    if (!standby_.empty()) {
      sent = standby_.back();
      standby_.pop_back();
      sent->assigned = &lent;
      // Release: that.
      sent->standing_by.store(false, std::memory_order_release);
    } else if (is_shut_down() ||
               worker_threads_ >= cores_.size() + options.max_handoff_threads) {
      lent.lent.arrived();
      return false;
    } else {
      ++worker_threads_;
    }
  }
  if (sent) {
    sent->bed.unpark(); // not under the lock: it may run at once
    return true;
  }
  try {
    start_worker(lent, false);
    return true;
  } catch (...) { // no thread, or no memory for one
    std::lock_guard lock(workers_mutex_);
    --worker_threads_;
    lent.lent.arrived();
    return false;
  }
}

} // namespace unblock::detail
