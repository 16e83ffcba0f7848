//===- scheduler.cpp - Cores, workers, and how work finds them -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "scheduler.hpp"

#include <algorithm>
#include <string>
#include <thread>

#ifdef __linux__
#include <pthread.h>
#endif

namespace unblock::detail {

constinit thread_local thread_context this_thread;
resume_point task_core::not_started;

//===----------------------------------------------------------------------===//
// Wake-ups
//===----------------------------------------------------------------------===//

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

//===----------------------------------------------------------------------===//
// Running tasks
//===----------------------------------------------------------------------===//

turn take_turn(task_core &task, std::uint32_t budget) noexcept {
  thread_context &context = this_thread;
  context.task = &task;
  context.budget = budget;
  context.where = place::async;
  turn how;
  for (;;) {
    if (task.in.abort_posted()) [[unlikely]] {
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
    // Last in, first out: turn it around, behind what is there (nothing is).
    while (resume_point *point = context.yielded) {
      context.yielded = point->next;
      point->next = task.ready;
      task.ready = point;
    }
  }
  context.task = nullptr;
  context.where = place::plain;
  return how;
}

void scheduler::run(task_core &task) noexcept {
  watched_turn *watched =
      options.stall_threshold ? &this_thread.held->watched : nullptr;
  if (watched)
    begin_watched(*watched, task);
  turn how = take_turn(task);
  if (watched && this_thread.held)
    watched->task.store(nullptr, std::memory_order_relaxed);
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
    inject(task, task, 1);
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

//===----------------------------------------------------------------------===//
// Queues
//===----------------------------------------------------------------------===//

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

void scheduler::inject(task_core &first, task_core &last,
                       std::size_t count) noexcept {
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

//===----------------------------------------------------------------------===//
// Sleeping and waking
//===----------------------------------------------------------------------===//

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

//===----------------------------------------------------------------------===//
// Workers
//===----------------------------------------------------------------------===//

scheduler::scheduler(const runtime_options &o)
    : options(o), pool(*this), cores_([&] {
        std::vector<std::unique_ptr<core>> cores;
        for (std::size_t i = 0; i != o.worker_threads; ++i)
          cores.push_back(std::make_unique<core>(
              *this, static_cast<std::uint16_t>(i), !o.current_thread));
        return cores;
      }()),
      alone_(o.worker_threads == 1) {}

void scheduler::start() {
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
  if (options.stall_threshold)
    wake_monitor();
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
  core *mine = &first;
  if (!held) {
    mine->lent.arrived();
    if (!mine->lent.take())
      mine = wait_for_core(self);
  }
  while (mine) {
    context.held = mine;
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
      standby_.push_back(&self);
    }
    clock::time_point until = clock::now();
    until += std::min<clock::duration>(options.thread_keep_alive,
                                       timers::never - until);
    core *assigned;
    for (;;) {
      self.bed.park(until);
      std::lock_guard lock(workers_mutex_);
      assigned = self.assigned;
      if (assigned || is_shut_down())
        break;
      if (clock::now() >= until) {
        std::erase(standby_, &self);
        return nullptr;
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
  {
    std::lock_guard lock(workers_mutex_);
    if (!standby_.empty()) {
      worker *sent = standby_.back();
      standby_.pop_back();
      sent->assigned = &lent;
      sent->bed.unpark();
      return true;
    }
    if (is_shut_down() ||
        worker_threads_ >= cores_.size() + options.max_handoff_threads) {
      lent.lent.arrived();
      return false;
    }
    ++worker_threads_;
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

void scheduler::thread_begins(const char *role) const noexcept {
#ifdef __linux__
  std::string name = options.thread_name + "-" + role;
  pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
#endif
  (void)role;
  if (options.on_thread_start)
    options.on_thread_start();
}

void scheduler::thread_ends() const noexcept {
  if (options.on_thread_stop)
    options.on_thread_stop();
}

//===----------------------------------------------------------------------===//
// block_on
//===----------------------------------------------------------------------===//

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
      turn how = take_turn(root);
      if (how == turn::ended)
        break;
      if (how == turn::yielded)
        root.scheduled.store(true, std::memory_order_relaxed);
    }
    if (is_shut_down()) {
      if (std::exchange(mine, false)) {
        drop_core(only);
        give_back_current();
      }
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
  {
    std::lock_guard lock(current_mutex_);
    std::erase(current_waiting_, &root.bed);
  }
  if (mine) {
    context.held = nullptr;
    give_back_current();
  }
}

bool scheduler::take_current(parker &bed) noexcept {
  std::lock_guard lock(current_mutex_);
  auto waiting =
      std::find(current_waiting_.begin(), current_waiting_.end(), &bed);
  bool free = !current_bed_.load();
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
    std::lock_guard lock(current_mutex_);
    current_bed_.store(nullptr);
    if (!current_waiting_.empty())
      current_waiting_.back()->unpark();
  }
  std::lock_guard lock(workers_mutex_); // for shut_down(), which waits with it
  worker_ended_.notify_all();
}

//===----------------------------------------------------------------------===//
// The end
//===----------------------------------------------------------------------===//

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
  unpark_current();
  auto none_left = [this] {
    return worker_threads_ == 0 && !current_bed_.load();
  };
  bool ended = true;
  if (deadline)
    ended = worker_ended_.wait_until(lock, *deadline, none_left);
  else
    worker_ended_.wait(lock, none_left);
  lock.unlock();
  if (options.current_thread && ended)
    drop_core(*cores_.front());
  drop_injected_and_strays();
  monitor_bed_.unpark(); // it finds the token if it is about to sleep
  return pool.wait_closed(deadline) && ended;
}

scheduler::~scheduler() {
  // Threads that belong to no runtime, or to another, may be about to wake a task
  // of this one. Such a task is still in its list: they find the queues closed,
  // cancel it, and leave. That takes them some instructions.
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

runtime_metrics scheduler::metrics() const {
  runtime_metrics m;
  m.workers = cores_.size();
  m.blocking_threads = pool.threads();
  m.idle_blocking_threads = pool.idle();
  m.blocking_queue_depth = pool.queued();
  m.injection_queue_depth = inject_size_.load(std::memory_order_relaxed);
  for (const auto &c : cores_) {
    m.local_queue_depth += c->queue.size();
    if (c->lifo.load(std::memory_order_relaxed))
      ++m.local_queue_depth;
  }
  if (!is_shut_down() && !options.current_thread) {
    std::lock_guard lock(workers_mutex_);
    m.handoff_threads =
        worker_threads_ - std::min(worker_threads_, cores_.size());
    // In place is who neither holds a core nor waits for one.
    std::size_t lent = 0;
    for (const auto &c : cores_)
      lent += c->lent.is_lent();
    std::size_t holding = cores_.size() - lent + standby_.size();
    m.handed_off_workers = worker_threads_ - std::min(worker_threads_, holding);
  }
  m.timers = pending.size();
  m.stalls = stalls_.load(std::memory_order_relaxed);
  return m;
}

//===----------------------------------------------------------------------===//
// The monitor
//===----------------------------------------------------------------------===//

void scheduler::wake_monitor() noexcept {
  std::lock_guard lock(monitor_mutex_);
  // It looks around first, and finds out itself how often is enough.
  if (monitor_state_.exchange(looking_around) == looking_around)
    return;
  if (!monitor_started_) {
    try {
      thread([this, home = shared_from_this()] { monitor_main(); }).detach();
      monitor_started_ = true;
    } catch (...) {
      // Without a monitor, lent cores wait for their workers. Try again.
      monitor_state_.store(asleep);
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
        std::min({look_after_cores(now), pool.tend(now), look_for_stalls(now)});
    if (next <= now + monitor_tick) {
      looked_again = false;
      monitor_state_.store(looking_around);
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

// A worker that is held up by its task (by blocking code, against the rules) holds
// up what lies in its LIFO slot, and the timers if it was the driver. If others
// sleep, one of them is woken for that.
clock::time_point scheduler::look_after_workers(clock::time_point now) noexcept {
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

//===----------------------------------------------------------------------===//
// block_in_place
//===----------------------------------------------------------------------===//

void in_place_scope::enter(std::source_location where) {
  thread_context &context = *context_;
  core *mine = context.held;
  if (!mine || !mine->lendable) [[unlikely]]
    return enter_without_lending(where);
  context.where = place::in_place;
  context.held = nullptr;
  context.lent = lent_ = mine;
  // Relaxed: a hint for the monitor, which looks again.
  mine->loans.store(mine->loans.load(std::memory_order_relaxed) + 1,
                    std::memory_order_relaxed);
  scheduler &home = mine->home;
  bool waits = home.has_work(*mine);
  mine->lent.lend();
  if (waits) [[unlikely]]
    home.hand_off(*mine);
  home.watch();
}

void in_place_scope::enter_without_lending(std::source_location where) {
  // In block_on, or after a block_in_place that lost its core, nothing is lent.
  // On a current-thread runtime nobody could take it.
  if (scheduler *runtime = context_->runtime;
      runtime && runtime->options.current_thread &&
      !runtime->options.inline_block_in_place)
    throw context_error(
        "block_in_place was called on a current-thread runtime, where no other "
        "thread can run the other tasks meanwhile",
        where,
        "await spawn_blocking, or build the runtime with "
        "builder::multi_thread() or with inline_block_in_place()");
  context_->where = place::in_place;
}

void in_place_scope::leave() noexcept {
  thread_context &context = *context_;
  context.where = place::async;
  if (!lent_)
    return;
  context.lent = nullptr;
  // If the core is gone, the task goes on without one until it suspends.
  if (lent_->lent.take())
    context.held = lent_;
}

} // namespace unblock::detail
