//===- blocking.hpp - Where blocking calls may be made -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two ways to make a blocking call without holding up other tasks:
//
//   spawn_blocking   moves the call to a thread of the blocking pool. The way
//   to
//                    go: portable, and the task can do other things meanwhile.
//   block_in_place   makes the call here and lets another thread run the other
//                    tasks. For calls that cannot leave their thread.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_BLOCKING_HPP
#define UNBLOCK_BLOCKING_HPP

#include <unblock/join_handle.hpp>
#include <unblock/task.hpp>

#include <functional>
#include <source_location>

namespace unblock {
namespace detail {

scheduler &current_scheduler(const char *function, std::source_location where);

/// A closure for the blocking pool. Who changes the stage from `queued` owns
/// the closure: the pool's thread that runs it, or who aborts it.
struct job_core : join_core {
  using join_core::join_core;

  enum class stage : std::uint8_t { queued, claimed };

  void abort() noexcept final;
  bool claim() noexcept {
    // Acquire: the closure, for a thread that did not take it from the queue.
    return stage_.exchange(stage::claimed, std::memory_order_acq_rel) ==
           stage::queued;
  }
  virtual void run() noexcept = 0;
  /// Destroys the closure without running it.
  virtual void drop() noexcept = 0;
  virtual void set_exception(std::exception_ptr error) noexcept = 0;

protected:
  ~job_core() = default;

private:
  atomic<stage> stage_{stage::queued};
};

template <class F> struct job final : job_core, recycled {
  using value_type = std::invoke_result_t<F>;

  job(F &&f, std::source_location where)
      : job_core(where,
                 static_cast<std::size_t>(reinterpret_cast<char *>(&out) -
                                          reinterpret_cast<char *>(this))) {
    static_assert(alignof(result<value_type>) <= 16,
                  "unblock: over-aligned results are not supported");
    std::construct_at(std::addressof(closure), std::move(f));
    word.enlist(); // in the pool's queue
  }
  ~job() {}

  void run() noexcept override {
    try {
      if constexpr (std::is_void_v<value_type>) {
        std::invoke(std::move(closure));
        out.emplace();
      } else if constexpr (std::is_reference_v<value_type>) {
        value_type value = std::invoke(std::move(closure));
        out.emplace(std::addressof(value));
      } else {
        out.emplace(std::invoke(std::move(closure)));
      }
    } catch (...) {
      out.set_exception(std::current_exception());
    }
    drop();
  }
  void drop() noexcept override { std::destroy_at(std::addressof(closure)); }
  void set_cancelled() noexcept override { out.set_cancelled(); }
  void set_exception(std::exception_ptr error) noexcept override {
    out.set_exception(std::move(error));
  }
  void destroy() noexcept override { delete this; }

  result<value_type> out;
  union {
    F closure;
  };
};

/// Gives \p work to the blocking pool of \p on.
void submit(scheduler &on, job_core &work);

template <class F>
auto spawn_blocking_on(scheduler &on, F &&f, std::source_location where) {
  using closure = std::decay_t<F>;
  static_assert(std::is_constructible_v<closure, F> &&
                    std::is_move_constructible_v<closure>,
                "unblock: the closure is moved to another thread and must be "
                "movable; hold what is not by a std::unique_ptr");
  static_assert(std::is_invocable_v<closure>,
                "unblock: the closure must be callable without arguments");
  if constexpr (std::is_invocable_v<closure>) {
    using value = std::invoke_result_t<closure>;
    static_assert(!is_task<std::remove_cvref_t<value>>,
                  "unblock: the closure returns a task, which would never run: "
                  "use spawn for coroutines");
    auto *work = new job<closure>(closure(std::forward<F>(f)), where);
    join_handle<value> handle(*work);
    submit(on, *work);
    return handle;
  } else {
    return join_handle<void>();
  }
}

/// From here to the end of its scope, the thread may block.
class in_place_scope {
public:
  explicit in_place_scope(std::source_location where)
      : context_(&this_thread), before_(context_->where) {
    if (before_ == place::async)
      enter(where);
  }
  in_place_scope(const in_place_scope &) = delete;
  in_place_scope &operator=(const in_place_scope &) = delete;
  ~in_place_scope() {
    if (before_ == place::async)
      leave();
  }

private:
  void enter(std::source_location where);
  void enter_without_lending(std::source_location where);
  void leave() noexcept;

  thread_context *context_;
  core *lent_ = nullptr;
  std::source_location outer_;
  place before_;
};

} // namespace detail

/// Runs \p f on a thread of the current runtime's blocking pool.
///
/// The pool starts threads as needed, up to `max_blocking_threads`; beyond
/// that, closures wait in line, first in, first out, without limit. An
/// exception that
/// \p f throws reaches who awaits the handle. While a closure waits in line it
/// can be aborted; once started it runs to its end, whatever becomes of the
/// handle, a timeout around it, or the task that awaits it. At shutdown,
/// closures that wait are cancelled, those that run are waited for (see
/// runtime::shutdown_timeout).
///
/// From any thread that is in a runtime; elsewhere throws context_error, use
/// `handle::spawn_blocking` there. On a runtime that has shut down the outcome
/// is "cancelled". If no thread can be started and none exists, the outcome is
/// the std::system_error. Inside \p f, `block_on` and `handle::current` work.
///
///   std::string text = co_await unblock::spawn_blocking(
///       [path] { return read_whole_file(path); });
template <class F>
auto spawn_blocking(
    F &&f, std::source_location where = std::source_location::current()) {
  return detail::spawn_blocking_on(
      detail::current_scheduler("spawn_blocking", where), std::forward<F>(f),
      where);
}

/// Runs \p f on this thread, now, and returns what it returns, while other
/// threads take over this worker's tasks.
///
/// In a task on a multi-thread runtime the worker lends its place: if tasks
/// wait behind this one, a standby thread starts on them at once; if none do,
/// nothing happens until some arrive. On a current-thread runtime there is no
/// other thread: throws context_error, or just runs \p f if the builder said
/// `inline_block_in_place`. Everywhere else (inside another block_in_place, in
/// a blocking closure, outside a runtime) it is a plain call.
///
/// The other branches of the current task (join_all, select, timeout) stop
/// until
/// \p f returns: they belong to this task. The task cannot be cancelled
/// meanwhile. Inside \p f, `block_on` works; it throws context_error where it
/// would wait for something that this very task holds. What \p f throws passes
/// through.
template <class F>
decltype(auto)
block_in_place(F &&f,
               std::source_location where = std::source_location::current()) {
  detail::in_place_scope scope(where);
  return std::invoke(std::forward<F>(f));
}

} // namespace unblock

#endif // UNBLOCK_BLOCKING_HPP
