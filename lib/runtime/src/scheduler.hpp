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
// that holds a core, or waits for one. A worker that enters block_in_place
// lends its core (lease.hpp); somebody else may then run tasks with it.
//
// Where tasks wait:
//
//   - The LIFO slot of a core: the task that was woken last. It runs next, with
//     what it was woken for still in the cache. At most `lifo_limit` turns in a
//     row come from the slot, so that two tasks that wake each other cannot
//     starve the rest. Thieves take it only when they find nothing else: then
//     its worker is busy with something long.
//   - The run queue of a core (run_queue.hpp): first in, first out; idle
//   workers
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
//     searchers. The sleeper changes the numbers, then looks at the queues.
//     Both have a sequentially consistent fence in between, so one sees the
//     other.
//   - A worker that pushes to its own core may leave the fence out: if it
//   misses
//     a sleeper, nothing is lost, since it is awake and will run the task
//     itself; the next push or poll will find the sleeper.
//
// One of the parked workers is the *driver*: it parks until the next timer is
// due, the others without limit. The seam for I/O is here: a reactor (Asio's)
// replaces the driver's parking by waiting for events with the same deadline,
// `unpark` of the driver by the reactor's interrupt, and `scheduler::poll` asks
// it without waiting.
//
// The *monitor* is a thread of its own that starts with the first
// block_in_place or blocking closure. While there is something to watch it
// looks around once per `monitor_tick`; otherwise it sleeps. It sends threads
// to lent cores that have work or whose timers are due (those that lend do not
// pay for waking it: a missed look costs one tick), gives the blocking pool
// another thread when its queue does not move, and lets idle pool threads end.
// Stalls are looked for by a thread of their own (stall.cpp): finding the names
// of functions takes time.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SRC_SCHEDULER_HPP
#define UNBLOCK_SRC_SCHEDULER_HPP

#include "blocking_pool.hpp"
#include "lease.hpp"
#include "parker.hpp"
#include "run_queue.hpp"
#include "thread.hpp"
#include "timers.hpp"

#include <unblock/detail/context.hpp>
#include <unblock/runtime.hpp>

#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace unblock::detail {

inline constexpr std::uint32_t poll_interval = 61; // as Go's and Tokio's
inline constexpr std::uint32_t lifo_limit = 3;     // as Tokio's
inline constexpr auto monitor_tick = std::chrono::milliseconds(1);
inline constexpr auto patrol_tick = std::chrono::milliseconds(10);

/// What the stall detector sees of a core: the turn that its holder is in. A
/// new turn has a new number, which is written before the rest: who reads the
/// same number before and after the rest has read what belongs to it (or null).
struct watched_turn {
  atomic<std::uint64_t> number{0};
  atomic<long> thread{0}; ///< the kernel's number of the holder's thread
  std::atomic<std::source_location> spawned_at{};
  atomic<const task_core *> task{nullptr}; ///< null between turns

  void begin(const task_core &of) noexcept;
  void end() noexcept {
    // Relaxed: the next number publishes it.
    task.store(nullptr, std::memory_order_relaxed);
  }
};

/// The right to run tasks. All members are the holder's but for those that say
/// otherwise.
class core {
public:
  core(scheduler &s, std::uint16_t i, bool l)
      : home(s), index(i), lendable(l), random(i + 1u) {}

  scheduler &home;
  const std::uint16_t index;
  const bool lendable; ///< there are other threads that could take it
  /// Counts the turns. Written by the holder, read by the monitor as well.
  atomic<std::uint32_t> turns{0};
  std::uint32_t turns_seen = 0; ///< the monitor's
  std::uint32_t lifo_streak = 0;
  std::uint32_t random;
  /// Suspended tasks, most recent first.
  task_core *listed = nullptr;

  /// Any thread: tasks in `listed` that ended elsewhere.
  atomic<join_core *> departed{nullptr};
  /// Only the holder puts a task in, into the empty slot; thieves take it out.
  atomic<task_core *> lifo{nullptr};
  run_queue<task_core> queue;
  lease lent;
  /// How often it was lent; the monitor's hint. Written by the holder.
  atomic<std::uint32_t> loans{0};
  /// For the watchdog, see stall.cpp.
  watched_turn watched;

  bool has_tasks() const noexcept {
    return lifo.load(std::memory_order_relaxed) || !queue.empty();
  }
};

/// A thread that runs tasks. The scheduler keeps it to its own end, so that a
/// late `unpark` finds it.
struct worker {
  parker bed;
  /// In the list of sleepers. Changed under its lock.
  atomic<bool> asleep{false};
  /// Counted as a searcher. The worker's own, or its waker's before it wakes.
  bool searching = false;
  /// Set by who took it out of the standby list; without a core it is to end.
  core *assigned = nullptr;
  atomic<bool> standing_by{false}; ///< in that list; changed under its lock
  clock::time_point idle_since;
};

/// How a turn of a task ended.
enum class turn { suspended, yielded, ended, aborted };

/// Resumes what is ready of \p task. The caller holds its activity, and still
/// does afterwards unless the task was suspended.
turn take_turn(task_core &task, std::uint32_t budget = full_budget) noexcept;

/// The task that a thread runs in block_on. It has no home: waking it means to
/// wake the thread.
struct root_task final : task_core {
  root_task(std::coroutine_handle<> frame, std::source_location where)
      : task_core(frame, nullptr, where, 0), bed(this_parker()) {}

  void wake() noexcept {
    parker &b = bed;
    // Release: what the waker did. The thread may return from block_on at once;
    // its parker stays.
    scheduled.store(true, std::memory_order_release);
    b.unpark();
  }
  void set_cancelled() noexcept override {}
  void destroy() noexcept override {}

  parker &bed;
  atomic<bool> scheduled{true};
};

/// Runs a root to its end on this thread, which does nothing else meanwhile.
void run_alone(root_task &root) noexcept;

class scheduler : public std::enable_shared_from_this<scheduler> {
public:
  explicit scheduler(const runtime_options &options);
  ~scheduler();

  /// Starts the workers. Throws std::system_error.
  void start();

  const runtime_options options;
  blocking_pool pool;
  timers pending;

  // Tasks.

  /// Queues a task whose activity the caller holds.
  void schedule(task_core &task) noexcept;
  /// See context.hpp.
  bool run_awaited(core &mine, join_core &awaited) noexcept;
  /// Puts a task into a list, before it is suspended for the first time.
  void enlist(task_core &task) noexcept;

  // Threads.

  void run_root(root_task &root) noexcept;
  /// Whether a thread that took \p lent would find something to run.
  bool has_work(const core &lent) const noexcept {
    return inject_size_.load(std::memory_order_relaxed) != 0 ||
           lent.has_tasks();
  }
  /// Sends a thread to the lent core. False if none can be sent.
  bool hand_off(core &lent) noexcept;
  void new_first_timer() noexcept;

  /// Wakes the monitor, unless it is looking around anyway.
  void watch() noexcept {
    // Relaxed: the monitor makes up for a stale value with its second look.
    if (monitor_state_.load(std::memory_order_relaxed) != looking_around)
        [[unlikely]]
      wake_monitor();
  }
  /// The same, unless it will look soon: within `patrol_tick`.
  void patrol() noexcept {
    if (monitor_state_.load(std::memory_order_relaxed) < patrolling)
        [[unlikely]]
      wake_monitor();
  }
  /// The same, unless it will come by itself some time.
  void watch_later() noexcept {
    if (monitor_state_.load(std::memory_order_relaxed) == asleep) [[unlikely]]
      wake_monitor();
  }

  void thread_begins(const char *role) const noexcept;
  void thread_ends() const noexcept;

  // Shutdown and facts.

  bool is_shut_down() const noexcept { return shut_down_.load(); }
  /// Returns whether all threads have ended before \p deadline.
  bool shut_down(std::optional<clock::time_point> deadline) noexcept;
  runtime_metrics metrics() const;

private:
  // Running tasks.
  void run(task_core &task) noexcept;
  void requeue(task_core &task) noexcept;
  void complete(task_core &task) noexcept;
  void cancel(task_core &task) noexcept;
  void release_departed(core &mine) noexcept;

  // Finding them.
  void push_woken(core &mine, task_core &task) noexcept;
  task_core *take_lifo(core &mine) noexcept;
  void push_back(core &mine, task_core &task) noexcept;
  void inject(task_core &first, task_core &last, std::size_t count,
              bool wake = true) noexcept;
  task_core *pop_injected(core &mine) noexcept;
  task_core *next(core &mine, worker *self) noexcept;
  task_core *steal(core &mine) noexcept;
  void poll(core &mine) noexcept;
  bool anything_to_run() const noexcept;

  // Workers.
  void notify(bool fenced) noexcept;
  bool begin_search(worker &self) noexcept;
  void end_search(worker &self) noexcept;
  void park(core &mine, worker &self) noexcept;
  void unlist(worker &self) noexcept;
  void worker_main(worker &self, core &first, bool held) noexcept;
  core *wait_for_core(worker &self) noexcept;
  void start_worker(core &first, bool held);
  void run_current(root_task &root) noexcept;
  bool take_current(parker &bed) noexcept;
  void give_back_current() noexcept;
  void unpark_current() noexcept;

  // The end.
  void drop_core(core &mine) noexcept;
  void drop_injected_and_strays() noexcept;
  void drop(task_core &first) noexcept;

  // The monitor.
  enum monitor_state : int { asleep, timed, patrolling, looking_around };
  void wake_monitor() noexcept;
  void monitor_main() noexcept;
  clock::time_point look_after_cores(clock::time_point now) noexcept;
  clock::time_point look_after_workers(clock::time_point now) noexcept;
  clock::time_point look_after_standby(clock::time_point now) noexcept;

  // The stall detector, see stall.cpp.
  void start_watchdog();
  void watchdog_main() noexcept;
  void report_stall(const stall_report &report);
  /// No report is being made when this returns, or \p deadline has passed.
  void stop_watchdog(std::optional<clock::time_point> deadline) noexcept;

  const std::vector<std::unique_ptr<core>> cores_;
  /// There is one core only, so nobody steals.
  const bool alone_;
  atomic<bool> shut_down_{false};

  // The injection queue. Its size is changed under the lock, read without.
  mutex inject_mutex_;
  join_core *inject_first_ = nullptr, *inject_last_ = nullptr;
  atomic<std::size_t> inject_size_{0};
  bool inject_closed_ = false;
  bool dropping_ = false;
  /// Threads in inject() that do not keep the scheduler alive otherwise.
  atomic<std::uint32_t> visitors_{0};

  // Who sleeps. The numbers are changed under the lock, read without.
  mutex idle_mutex_;
  std::vector<worker *> sleeping_;
  atomic<std::uint32_t> sleepers_{0};
  atomic<std::uint32_t> searchers_{0};
  atomic<worker *> driver_{nullptr};

  // Workers, and those without a core.
  mutable mutex workers_mutex_;
  std::vector<std::unique_ptr<worker>> workers_;
  std::vector<worker *> unused_workers_;
  std::deque<worker *> standby_; // the one that came last at the back
  std::size_t worker_threads_ = 0;
  bool monitor_runs_ = false;
  condition_variable
      worker_ended_; ///< or the monitor has, or block_on gave a core back

  // Tasks that were suspended for the first time on a thread without a core.
  mutex strays_mutex_;
  task_core *strays_ = nullptr;

  // The thread in block_on that runs the tasks of a current-thread runtime, and
  // those that would like to.
  mutex current_mutex_;
  std::vector<parker *> current_waiting_;
  atomic<parker *> current_bed_{nullptr}; // changed under the lock

  mutex monitor_mutex_;
  bool monitor_started_ = false;
  parker monitor_bed_;
  atomic<int> monitor_state_{asleep};
  std::uint32_t loans_seen_ = 0;
  unsigned rounds_without_loans_ = 0;

  std::atomic<std::size_t> stalls_{0};
  std::timed_mutex reporting_;
  std::atomic<std::thread::id> watchdog_{};
  parker watchdog_bed_;
};

/// Marks tasks in the list of strays, see task_core::listed_at.
inline constexpr std::uint16_t stray = 0xffff;

} // namespace unblock::detail

#endif // UNBLOCK_SRC_SCHEDULER_HPP
