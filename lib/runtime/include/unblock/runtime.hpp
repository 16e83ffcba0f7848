//===- runtime.hpp - Runtimes and handles to them -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_RUNTIME_HPP
#define UNBLOCK_RUNTIME_HPP

#include <unblock/blocking.hpp>
#include <unblock/spawn.hpp>
#include <unblock/stall.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <string>

namespace unblock {

/// A snapshot; the numbers are read one after the other.
struct runtime_metrics {
  std::size_t workers = 0; ///< cores: tasks that can run at a time
  std::size_t blocking_threads = 0;
  std::size_t idle_blocking_threads = 0;
  std::size_t blocking_queue_depth = 0; ///< closures that wait in line
  std::size_t injection_queue_depth = 0;
  std::size_t local_queue_depth = 0;  ///< in all workers' queues together
  std::size_t handoff_threads = 0;    ///< worker threads beyond `workers`
  std::size_t handed_off_workers = 0; ///< workers inside block_in_place now
  std::size_t timers = 0;             ///< pending
  std::size_t stalls = 0;             ///< reported since the start
};

namespace detail {

struct runtime_options {
  bool current_thread = false;
  bool inline_block_in_place = false;
  std::size_t worker_threads = 0;
  std::size_t max_blocking_threads = 512;
  std::size_t max_handoff_threads = 64;
  std::chrono::nanoseconds thread_keep_alive = std::chrono::seconds(10);
  std::optional<std::chrono::nanoseconds> shutdown_grace;
  std::optional<std::chrono::nanoseconds> stall_threshold;
  std::string thread_name = "unblock";
  std::function<void()> on_thread_start, on_thread_stop;
  std::function<void(const stall_report &)> on_stall;
};

/// Runs \p frame on this thread until it has ended. \p on may be null.
void run_root(scheduler *on, std::coroutine_handle<> frame,
              const char *function, std::source_location where);
/// The runtime that the calling thread is in, or null.
scheduler *try_current_scheduler() noexcept;

template <class T>
T block_on(scheduler *on, task<T> work, std::source_location where) {
  result<T> out;
  work.frame().promise().out = &out;
  work.frame().promise().then.set(std::noop_coroutine());
  run_root(on, work.frame(), "block_on", where);
  {
    task<T> ended = std::move(work); // its parameters go before the result
  }
  return out.take();
}

} // namespace detail

/// While it lives, the thread that made it is in a runtime: `spawn` and its kin
/// use that one. Destroyed on that thread, in reverse order of entering.
class [[nodiscard]] enter_guard {
public:
  explicit enter_guard(std::shared_ptr<detail::scheduler> runtime) noexcept;
  enter_guard(const enter_guard &) = delete;
  enter_guard &operator=(const enter_guard &) = delete;
  ~enter_guard();

private:
  std::shared_ptr<detail::scheduler> runtime_;
  detail::scheduler *before_;
};

/// A reference to a runtime, to be copied and sent to other threads. Does not
/// keep the runtime running. All functions are thread-safe.
class handle {
public:
  /// The runtime that the calling thread is in: that of its worker, of its
  /// blocking closure, or the one entered last. Else throws context_error.
  static handle
  current(std::source_location where = std::source_location::current());
  static std::optional<handle> try_current() noexcept;

  /// As unblock::spawn, from any thread.
  template <class A>
  join_handle<detail::task_result_t<A>>
  spawn(A &&work,
        std::source_location where = std::source_location::current()) const {
    return detail::spawn_on(*runtime_, detail::as_task(std::forward<A>(work)),
                            where);
  }

  /// As unblock::spawn_blocking, from any thread.
  template <class F>
  auto spawn_blocking(F &&f, std::source_location where =
                                 std::source_location::current()) const {
    return detail::spawn_blocking_on(*runtime_, std::forward<F>(f), where);
  }

  /// Runs \p work on this thread and waits until it has ended; returns its
  /// value or throws what it threw. What it spawns runs on this runtime.
  ///
  /// On a current-thread runtime this thread also runs the runtime's tasks
  /// meanwhile, unless another thread does. Throws context_error in async code:
  /// await there, or block inside block_in_place. Works after the runtime has
  /// shut down, but timers then throw context_error.
  template <class A>
  detail::task_result_t<A>
  block_on(A &&work,
           std::source_location where = std::source_location::current()) const {
    return detail::block_on(runtime_.get(),
                            detail::as_task(std::forward<A>(work)), where);
  }

  enter_guard enter() const { return enter_guard(runtime_); }
  runtime_metrics metrics() const;

private:
  friend class runtime;
  explicit handle(std::shared_ptr<detail::scheduler> s) noexcept
      : runtime_(std::move(s)) {}

  std::shared_ptr<detail::scheduler> runtime_;
};

/// A scheduler, its threads, timers and blocking pool.
///
/// The destructor shuts it down: tasks are destroyed where they are suspended,
/// queued blocking work is cancelled, started blocking work and block_in_place
/// are waited for, without limit or as long as the builder's `shutdown_grace`.
/// Destroying a runtime in async code throws nothing and waits for nothing
/// (it acts as shutdown_background): waiting there could be for ever.
class runtime {
public:
  class builder;

  /// A multi-thread runtime with the builder's defaults.
  runtime();
  runtime(runtime &&) noexcept = default;
  runtime &operator=(runtime &&) = delete;
  ~runtime();

  // Qualified: the name of the function hides the class's from here on.
  unblock::handle handle() const { return unblock::handle(runtime_); }

  /// See unblock::handle.
  template <class A>
  join_handle<detail::task_result_t<A>>
  spawn(A &&work,
        std::source_location where = std::source_location::current()) const {
    return handle().spawn(std::forward<A>(work), where);
  }
  template <class F>
  auto spawn_blocking(F &&f, std::source_location where =
                                 std::source_location::current()) const {
    return handle().spawn_blocking(std::forward<F>(f), where);
  }
  template <class A>
  detail::task_result_t<A>
  block_on(A &&work,
           std::source_location where = std::source_location::current()) const {
    return handle().block_on(std::forward<A>(work), where);
  }
  enter_guard enter() const { return handle().enter(); }
  runtime_metrics metrics() const { return handle().metrics(); }

  /// Shuts down and waits for started blocking work for at most \p limit. The
  /// destructor then waits for nothing any more.
  /// Returns whether all threads have ended; those that have not go on with
  /// what they run, and nothing else. Throws context_error in async code.
  bool shutdown_timeout(
      std::chrono::nanoseconds limit,
      std::source_location where = std::source_location::current());
  /// Shuts down without waiting. From anywhere.
  void shutdown_background() noexcept;

private:
  explicit runtime(std::shared_ptr<detail::scheduler> s) noexcept
      : runtime_(std::move(s)) {}

  std::shared_ptr<detail::scheduler> runtime_;
  bool ended_ = false; ///< was shut down by name
};

/// What a runtime is made like. `build` throws std::invalid_argument for values
/// that make no sense, std::system_error if threads cannot be started.
class runtime::builder {
public:
  /// Tasks run on several threads, which steal work from each other.
  static builder multi_thread() { return {}; }
  /// Tasks run on the thread that calls block_on, while it does.
  static builder current_thread() {
    builder b;
    b.options_.current_thread = true;
    return b;
  }

  /// Threads that run tasks; default: as many as the processor runs at a time.
  builder &worker_threads(std::size_t count) {
    options_.worker_threads = count;
    workers_set_ = true;
    return *this;
  }
  /// The blocking pool's limit. Workers are not counted. Default 512.
  builder &max_blocking_threads(std::size_t count) {
    options_.max_blocking_threads = count;
    return *this;
  }
  /// After how long without work a thread ends (blocking pool, replacements).
  builder &thread_keep_alive(std::chrono::nanoseconds duration) {
    options_.thread_keep_alive = duration;
    return *this;
  }
  /// Threads that may replace workers inside block_in_place. When all are in
  /// use, tasks wait until a block_in_place ends. Default 64.
  builder &max_handoff_threads(std::size_t count) {
    options_.max_handoff_threads = count;
    return *this;
  }
  /// Threads are called so, as far as the system shows names (Linux: the first
  /// 15 bytes).
  builder &thread_name(std::string name) {
    options_.thread_name = std::move(name);
    return *this;
  }
  /// Called by every thread of the runtime as its first and last act. They must
  /// not throw.
  builder &on_thread_start(std::function<void()> hook) {
    options_.on_thread_start = std::move(hook);
    return *this;
  }
  builder &on_thread_stop(std::function<void()> hook) {
    options_.on_thread_stop = std::move(hook);
    return *this;
  }
  /// Current-thread: block_in_place runs its closure and stops all tasks
  /// meanwhile, instead of throwing.
  builder &inline_block_in_place(bool run = true) {
    options_.inline_block_in_place = run;
    return *this;
  }
  /// How long the destructor waits for started blocking work. Default: as long
  /// as it takes.
  builder &shutdown_grace(std::chrono::nanoseconds duration) {
    options_.shutdown_grace = duration;
    return *this;
  }
  /// Reports turns of tasks that last longer than \p threshold, to \p report
  /// or, without one, as a line on standard error. Reports are limited to ten
  /// per second; called on a thread of its own.
  builder &
  detect_stalls(std::chrono::nanoseconds threshold,
                std::function<void(const stall_report &)> report = {}) {
    options_.stall_threshold = threshold;
    options_.on_stall = std::move(report);
    return *this;
  }

  runtime build() const;

private:
  builder() = default;

  detail::runtime_options options_;
  bool workers_set_ = false;
};

/// As handle::block_on of the current runtime. Without one it still works for
/// what needs none: channels and locks, but no timers, no spawn.
template <class A>
detail::task_result_t<A>
block_on(A &&work,
         std::source_location where = std::source_location::current()) {
  return detail::block_on(detail::try_current_scheduler(),
                          detail::as_task(std::forward<A>(work)), where);
}

} // namespace unblock

#endif // UNBLOCK_RUNTIME_HPP
