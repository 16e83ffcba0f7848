//===- scheduler.cpp - A runtime as a whole -*- C++ -*-===//
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

#ifdef __linux__
#include <pthread.h>
#endif

namespace unblock::detail {

constinit thread_local thread_context this_thread;
resume_point task_core::not_started;

scheduler::scheduler(const runtime_options &o)
    : options(o), pool(*this), cores_([&] {
        std::vector<std::unique_ptr<core>> cores;
        for (std::size_t i = 0; i != o.worker_threads; ++i)
          cores.push_back(std::make_unique<core>(
              *this, static_cast<std::uint16_t>(i), !o.current_thread));
        return cores;
      }()),
      alone_(o.worker_threads == 1) {}

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

} // namespace unblock::detail
