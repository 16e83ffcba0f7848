//===- scheduler.hpp - Cores, workers, and how work finds them -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A *core* is the right to run tasks, together with the queues of those that it
// runs next; a runtime has as many as its builder said. A *worker* is a thread
// that holds a core, or waits for one. A worker that enters block_in_place lends
// its core (lease.hpp); somebody else may then run tasks with it.
//
// Where tasks wait:
//
//   - The LIFO slot of a core: the task that was woken last. It runs next, with
//     what it was woken for still in the cache. At most `lifo_limit` turns in a
//     row come from the slot, so that two tasks that wake each other cannot
//     starve the rest. Thieves take it only when they find nothing else: then
//     its worker is busy with something long.
//   - The run queue of a core (run_queue.hpp): first in, first out; idle workers
//     steal from it.
//   - The injection queue: what was made ready on other threads, and what did
//     not fit. Workers look there when they have nothing else, and every
//     `poll_interval` turns, when they also look at the timers. So nothing that
//     is runnable waits for ever, whatever the others do.
//
// Sleeping and waking. A worker without work *searches*: it looks at the
// injection queue and at the other cores. At most half of the cores search at a
// time; more would only get in each other's way. Who finds nothing lists itself
// as asleep, looks once more, and parks. Who makes a task ready wakes one
// sleeper, unless somebody is searching already; a searcher that finds work
// wakes the next one if it was the last searcher. A wake-up cannot be lost:
//
//   - The maker publishes the task, then reads the numbers of sleepers and
//     searchers. The sleeper changes the numbers, then looks at the queues. Both
//     have a sequentially consistent fence in between, so one sees the other.
//   - A worker that pushes to its own core may leave the fence out: if it misses
//     a sleeper, nothing is lost, since it is awake and will run the task itself;
//     the next push or poll will find the sleeper.
//
// One of the parked workers is the *driver*: it parks until the next timer is
// due, the others without limit. The seam for I/O is here: a reactor (Asio's)
// replaces the driver's parking by waiting for events with the same deadline,
// `unpark` of the driver by the reactor's interrupt, and `scheduler::poll` asks
// it without waiting.
//
// The *monitor* is a thread of its own that starts with the first block_in_place
// or blocking closure. While there is something to watch it looks around once
// per `monitor_tick`; otherwise it sleeps. It sends threads to lent cores that
// have work or whose timers are due (those that lend do not pay for waking it:
// a missed look costs one tick), gives the blocking pool another thread when its
// queue does not move, lets idle pool threads end, and reports stalls.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SRC_SCHEDULER_HPP
#define UNBLOCK_SRC_SCHEDULER_HPP

#include "blocking_pool.hpp"
#include "lease.hpp"
#include "parker.hpp"
#include "run_queue.hpp"
#include "timers.hpp"

#include <unblock/detail/context.hpp>
#include <unblock/runtime.hpp>

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace unblock::detail {

inline constexpr std::uint32_t poll_interval = 61; // as Go's and Tokio's
inline constexpr std::uint32_t lifo_limit = 3;     // as Tokio's
inline constexpr auto monitor_tick = std::chrono::milliseconds(1);

/// The right to run tasks. All members are the holder's but for those that say
/// otherwise.
class core {
public:
  core(scheduler &s, std::uint16_t i) : home(s), index(i) {}

  scheduler &home;
  const std::uint16_t index;
  std::uint32_t turns = 0;
  std::uint32_t lifo_streak = 0;
  std::uint32_t random;
  /// Suspended tasks, most recent first.
  task_core *listed = nullptr;

  /// Any thread: tasks in `listed` that ended elsewhere.
  atomic<join_core *> departed{nullptr};
  /// Only the holder puts a task in, into the empty slot or by exchange; thieves
  /// only take it out.
  atomic<task_core *> lifo{nullptr};
  run_queue<task_core> queue;
  lease lent;
  /// How often it was lent; the monitor's hint. Written by the holder.
  std::atomic<std::uint32_t> loans{0};
  /// For the watchdog, written by the holder when stalls are looked for: counts
  /// turns, odd while one is under way, and what runs where.
  std::atomic<std::uint64_t> turn{0};
  std::atomic<const task_core *> running{nullptr};
  std::atomic<std::source_location> running_from{};
  std::atomic<int> running_on{0};

  bool has_tasks() const noexcept {
    return lifo.load(std::memory_order_relaxed) || !queue.empty();
  }
};

struct worker {
  parker bed;
  core *assigned = nullptr; // by whoever took it out of the standby list
  bool timed_out = false;
};

class scheduler : public std::enable_shared_from_this<scheduler> {
public:
  explicit scheduler(const runtime_options &options);
  ~scheduler();

  void start();

  const runtime_options options;
  blocking_pool pool;
  timers pending;

  // Tasks.

  /// Queues a task whose activity the caller holds.
  void schedule(task_core &task) noexcept;
  void inject(task_core &task) noexcept;
  /// Ends a task that never ran, because the runtime has shut down.
  bool is_shut_down() const noexcept {
    return shut_down_.load(std::memory_order_acquire);
  }
  /// Called by the holder before it lays down the activity for the first time.
  void enlist(task_core &task) noexcept;
  /// The task has ended: destroys its frame and sets its result free.
  void complete(task_core &task) noexcept;

  // Threads.

  void run_root(root_task &root);
  void enter_in_place(thread_context &context, core &mine) noexcept;
  void new_earliest_timer() noexcept;
  /// Wakes the monitor if it sleeps.
  void watch() noexcept {
    // Relaxed: a stale "awake" is made up for by the monitor's second look.
    if (!monitor_awake_.load(std::memory_order_relaxed)) [[unlikely]]
      wake_monitor();
  }
  /// Sends a thread to \p lent if there is one to send. Returns false if not.
  bool hand_off(core &lent) noexcept;

  bool is_current_thread() const noexcept { return options.current_thread; }

  // Shutdown and facts.

  /// Returns whether all threads have ended in time. No limit: nullopt.
  bool shut_down(std::optional<clock::duration> limit) noexcept;
  runtime_metrics metrics() const;

  void thread_begins(const char *role) noexcept;
  void thread_ends() noexcept;

private:
  friend class monitor;

  void push_local(core &mine, task_core &task) noexcept;
  void overflow(core &mine, task_core &task) noexcept;
  void inject(join_core *first, join_core *last, std::size_t count) noexcept;
  task_core *pop_injected(core &mine) noexcept;
  task_core *next(core &mine) noexcept;
  task_core *steal(core &mine) noexcept;
  void poll(core &mine) noexcept;
  void run(task_core &task) noexcept;
  void run_nothing_left(core &mine) noexcept;
  void cancel(task_core &task) noexcept;
  void release_departed(core &mine) noexcept;

  void notify() noexcept;
  bool park(core &mine, worker &self) noexcept;
  bool anything_to_run() const noexcept;
  core *wait_for_core(worker &self) noexcept;
  void work(core *first) noexcept;
  void start_worker(core &first);

  void wake_monitor() noexcept;
  void monitor_loop() noexcept;
  bool look_after_cores(clock::time_point now) noexcept;
  void look_for_stalls(clock::time_point now) noexcept;
  void drop_all_tasks() noexcept;

  std::vector<std::unique_ptr<core>> cores_;
  std::atomic<bool> shut_down_{false};

  // The injection queue.
  mutable mutex inject_mutex_;
  join_core *inject_first_ = nullptr, *inject_last_ = nullptr;
  atomic<std::size_t> inject_size_{0};
  bool inject_closed_ = false;

  // Who sleeps. The numbers are changed under the mutex and read without.
  mutex idle_mutex_;
  std::vector<worker *> sleeping_;
  atomic<std::uint32_t> sleepers_{0};
  atomic<std::uint32_t> searchers_{0};
  atomic<worker *> driver_{nullptr};

  // Workers without a core.
  mutable std::mutex standby_mutex_;
  std::vector<worker *> standby_;
  std::size_t worker_threads_ = 0;
  std::condition_variable all_ended_;

  // Tasks whose first suspension was on a thread without a core.
  std::mutex strays_mutex_;
  task_core *strays_ = nullptr;

  // The core of a current-thread runtime, while nobody runs it, and the roots
  // that wait for it.
  std::mutex current_mutex_;
  core *current_core_ = nullptr;
  std::vector<parker *> current_waiting_;
  std::atomic<parker *> current_parker_{nullptr};

  std::mutex monitor_mutex_;
  std::thread monitor_;
  parker monitor_bed_;
  std::atomic<bool> monitor_awake_{false};
  std::atomic<std::size_t> stalls_{0};
};

} // namespace unblock::detail

#endif // UNBLOCK_SRC_SCHEDULER_HPP
