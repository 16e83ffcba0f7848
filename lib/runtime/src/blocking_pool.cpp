//===- blocking_pool.cpp - Threads that may block -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "blocking_pool.hpp"
#include "scheduler.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace unblock::detail {

void job_core::abort() noexcept {
  if (!claim())
    return;
  drop();
  set_cancelled();
  finish(*this, join_word::finished); // the queue still holds the block
}

blocking_pool::blocking_pool(scheduler &home)
    : home_(home), processors_(std::max(1u, thread::hardware_concurrency())) {}

void blocking_pool::submit(job_core &work) noexcept {
  bool was_empty = queue_.push(work);
  if (closed_.load()) [[unlikely]]
    return reject(nullptr);
  if (sending_.load())
    return;
  // Threads that are busy will come back for what is queued already; for the
  // first closure behind them another thread is sent at once, for the rest only
  // if the monitor finds that the queue does not move.
  if (idle_.load() != 0 || was_empty)
    send_another();
  else
    home_.watch();
}

bool blocking_pool::may_start() const noexcept {
  return threads_.load(std::memory_order_relaxed) <
             home_.options.max_blocking_threads &&
         !closed_.load(std::memory_order_relaxed);
}

void blocking_pool::send_another() noexcept {
  std::unique_lock lock(mutex_);
  if (sending_.load(std::memory_order_relaxed) || queue_.empty())
    return;
  if (!sleeping_.empty()) {
    thread_state *thread = sleeping_.back();
    sleeping_.pop_back();
    idle_.store(sleeping_.size());
    sending_.store(true);
    popped_when_sent_ = queue_.popped();
    thread->asleep = false;
    thread->sent = true;
    lock.unlock();
    // It lives until it has taken the token: only then it looks at `asleep`.
    thread->bed.unpark();
  } else if (may_start()) {
    threads_.fetch_add(1, std::memory_order_relaxed);
    sending_.store(true);
    popped_when_sent_ = queue_.popped();
    lock.unlock();
    start_thread(true);
  }
}

void blocking_pool::start_thread(bool sent) noexcept {
  try {
    thread([this, sent, home = home_.shared_from_this()] {
      thread_main(sent);
    }).detach();
  } catch (const std::system_error &) {
    std::unique_lock lock(mutex_);
    if (sent)
      sending_.store(false);
    if (threads_.fetch_sub(1, std::memory_order_relaxed) == 1) {
      lock.unlock();
      // Nobody will ever come for what is queued.
      reject(std::current_exception());
    } else {
      lock.unlock();
      home_.watch(); // the monitor tries again
    }
  }
}

void blocking_pool::thread_main(bool sent) noexcept {
  home_.thread_begins("blocking");
  this_thread.runtime = &home_;
  {
    thread_state self;
    self.sent = sent;
    while (job_core *work = next(self)) {
      work->run();
      // Who is woken by the end of this closure and submits the next finds this
      // thread on its way back to the queue, and need not send another.
      self.returns =
          !sending_.load(std::memory_order_relaxed) && !sending_.exchange(true);
      finish(*work, join_word::finished | join_word::unlisted);
    }
  }
  home_.thread_ends();
  std::lock_guard lock(mutex_);
  threads_.fetch_sub(1, std::memory_order_relaxed);
  ended_.notify_all();
}

job_core *blocking_pool::next(thread_state &self) noexcept {
  std::unique_lock lock(mutex_);
  for (;;) {
    bool sent = std::exchange(self.sent, false);
    bool returns = std::exchange(self.returns, false);
    if (sent || returns)
      sending_.store(false);
    if (auto *work = static_cast<job_core *>(queue_.pop())) {
      bool more = !queue_.empty();
      // The one is what this thread took itself.
      bool stands_still = queue_.popped() - popped_when_sent_ <= 1;
      bool spare = threads_.load(std::memory_order_relaxed) - sleeping_.size() <
                   processors_;
      // What submitters left to a thread that returned, a sleeping one takes.
      bool another =
          (sent && (stands_still || spare)) || (returns && !sleeping_.empty());
      lock.unlock();
      if (more && another)
        send_another();
      else if (more && (sent || returns))
        home_.watch();
      if (work->claim())
        return work;
      // Aborted while it was queued.
      if (work->word.release(join_word::unlisted))
        work->destroy();
      lock.lock();
      continue;
    }
    if (closed_.load(std::memory_order_relaxed))
      return nullptr;
    self.idle_since = clock::now();
    self.asleep = true;
    sleeping_.push_back(&self);
    idle_.store(sleeping_.size());
    if (!queue_.empty()) { // it came before the submitter could see this thread
      sleeping_.pop_back();
      idle_.store(sleeping_.size());
      self.asleep = false;
      continue;
    }
    lock.unlock();
    home_.watch_later();
    self.bed.park();
    lock.lock();
    while (self.asleep) {
      lock.unlock();
      self.bed.park();
      lock.lock();
    }
    if (!self.sent && queue_.empty()) // retired
      return nullptr;
  }
}

clock::time_point blocking_pool::tend(clock::time_point now) noexcept {
  std::unique_lock lock(mutex_);
  bool behind = !queue_.empty() && sleeping_.empty() && may_start();
  bool was_behind = std::exchange(backlog_, behind);
  std::size_t popped = queue_.popped();
  bool stands_still = std::exchange(popped_at_round_, popped) == popped;
  if (behind && was_behind && stands_still) {
    // All threads are blocked: as many again, so that it takes few rounds to
    // reach what is needed.
    std::size_t threads = threads_.load(std::memory_order_relaxed);
    std::size_t more = std::min(
        {queue_.size(), threads, home_.options.max_blocking_threads - threads});
    threads_.fetch_add(more, std::memory_order_relaxed);
    lock.unlock();
    for (std::size_t i = 0; i != more; ++i)
      start_thread(false);
    return now + monitor_tick;
  }
  if (behind) {
    lock.unlock();
    if (was_behind)
      send_another();
    return now + monitor_tick;
  }
  std::deque<thread_state *> retired;
  auto keep_alive = home_.options.thread_keep_alive;
  while (!sleeping_.empty() &&
         now - sleeping_.front()->idle_since >= keep_alive) {
    thread_state *thread = sleeping_.front();
    sleeping_.pop_front();
    thread->asleep = false;
    retired.push_back(thread);
  }
  idle_.store(sleeping_.size());
  auto next = timers::never;
  if (!sleeping_.empty() && keep_alive < timers::never - now)
    next = sleeping_.front()->idle_since + keep_alive;
  // Under the lock: until then they do not look at `asleep`, nor end.
  for (thread_state *thread : retired)
    thread->bed.unpark();
  return next;
}

void blocking_pool::reject(std::exception_ptr why) noexcept {
  std::unique_lock lock(mutex_);
  while (auto *work = static_cast<job_core *>(queue_.pop())) {
    lock.unlock();
    if (work->claim()) {
      work->drop();
      if (why)
        work->set_exception(why);
      else
        work->set_cancelled();
      finish(*work, join_word::finished | join_word::unlisted);
    } else if (work->word.release(join_word::unlisted)) {
      work->destroy();
    }
    lock.lock();
  }
}

void blocking_pool::close() noexcept {
  {
    std::lock_guard lock(mutex_);
    closed_.store(true);
    for (thread_state *thread : sleeping_) {
      thread->asleep = false;
      thread->bed.unpark();
    }
    sleeping_.clear();
    idle_.store(0);
  }
  reject(nullptr);
}

bool blocking_pool::wait_closed(
    std::optional<clock::time_point> deadline) noexcept {
  std::unique_lock lock(mutex_);
  auto none_left = [this] {
    return threads_.load(std::memory_order_relaxed) == 0;
  };
  if (deadline)
    return ended_.wait_until(lock, *deadline, none_left);
  ended_.wait(lock, none_left);
  return true;
}

} // namespace unblock::detail
