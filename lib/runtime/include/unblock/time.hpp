//===- time.hpp - Sleeping, ticking, and not waiting for ever -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All times are of std::chrono::steady_clock. Timers fire at their time or some
// 50 us later (what the kernel's timers need), never earlier; a worker that is
// held up by a task fires them when it comes back. They need a runtime that
// runs: elsewhere they throw context_error when they are awaited, and so do
// those that are pending in a block_on when the runtime shuts down.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_TIME_HPP
#define UNBLOCK_TIME_HPP

#include <unblock/detail/timer.hpp>
#include <unblock/task.hpp>

#include <chrono>
#include <optional>
#include <source_location>

namespace unblock {
namespace detail {

/// \p d from now, or the end of time.
inline clock::time_point deadline_after(clock::duration d) noexcept {
  clock::time_point now = clock::now();
  return d < clock::time_point::max() - now ? now + d
                                            : clock::time_point::max();
}

template <class Rep, class Period>
clock::duration to_clock(std::chrono::duration<Rep, Period> d) noexcept {
  using seconds = std::chrono::duration<double>;
  if (d <= d.zero())
    return clock::duration::zero();
  if (seconds(d) >= seconds(clock::duration::max()))
    return clock::duration::max();
  return std::chrono::ceil<clock::duration>(d);
}

/// The runtime of the current task or thread, for its timers.
scheduler &timer_scheduler(std::source_location where);

class [[nodiscard]] sleep_awaiter : timer {
public:
  sleep_awaiter(clock::time_point until, std::source_location where) noexcept
      : where_(where) {
    when = until;
  }
  sleep_awaiter(sleep_awaiter &&other) noexcept // before it is awaited
      : timer(std::move(other)), where_(other.where_) {
    when = other.when;
  }
  ~sleep_awaiter() {
    if (coroutine)
      cancel_timer(*this);
  }

  bool await_ready() const noexcept {
    return when <= clock::now() && spend_budget();
  }
  void await_suspend(std::coroutine_handle<> awaiting) {
    scheduler &runtime = timer_scheduler(where_);
    suspend_at(*this, awaiting);
    start_timer(runtime, *this);
  }
  void await_resume() const {
    if (cut_short) [[unlikely]]
      throw_cut_short(where_);
  }

private:
  std::source_location where_;
};

} // namespace detail

/// Awaited, suspends the task until \p when. A time that has passed is ready at
/// once. Cancellation: the timer goes with the awaiter.
inline auto
sleep_until(std::chrono::steady_clock::time_point when,
            std::source_location where = std::source_location::current()) {
  return detail::sleep_awaiter(when, where);
}

/// Awaited, suspends the task for \p d, counted from this call.
template <class Rep, class Period>
auto sleep_for(std::chrono::duration<Rep, Period> d,
               std::source_location where = std::source_location::current()) {
  return sleep_until(detail::deadline_after(detail::to_clock(d)), where);
}

/// What an interval does about ticks that were missed.
enum class missed_tick {
  burst, ///< they follow at once, until the schedule is caught up with
  delay, ///< the next one comes a period after the late one
  skip,  ///< they are left out, the next one is on schedule
};

/// Ticks at a fixed rate, the first time at once. Not thread-safe.
class interval {
public:
  /// \p period must be positive, else throws std::invalid_argument.
  explicit interval(std::chrono::nanoseconds period);

  /// Awaited, waits for the next tick and gives the time it was due at.
  [[nodiscard]] auto
  tick(std::source_location where = std::source_location::current()) {
    return tick_awaiter(*this, where);
  }
  /// The next tick comes a period from now.
  void reset() { next_ = detail::clock::now() + period_; }
  void on_missed(missed_tick what) noexcept { missed_ = what; }
  std::chrono::nanoseconds period() const noexcept { return period_; }

private:
  class [[nodiscard]] tick_awaiter : public detail::sleep_awaiter {
  public:
    tick_awaiter(interval &i, std::source_location where)
        : sleep_awaiter(i.next_, where), interval_(i) {}
    std::chrono::steady_clock::time_point await_resume() const {
      sleep_awaiter::await_resume();
      return interval_.advance();
    }

  private:
    interval &interval_;
  };

  std::chrono::steady_clock::time_point advance();

  std::chrono::steady_clock::duration period_;
  std::chrono::steady_clock::time_point next_;
  missed_tick missed_ = missed_tick::burst;
};

namespace detail {

/// Runs one coroutine in the current task, and stops waiting for it in time.
template <class T> class timeout_awaiter : timer, completion {
public:
  timeout_awaiter(task<T> work, clock::time_point until,
                  std::source_location where) noexcept
      : work_(std::move(work)), where_(where) {
    when = until;
  }
  timeout_awaiter(const timeout_awaiter &) = delete;
  timeout_awaiter &operator=(const timeout_awaiter &) = delete;
  ~timeout_awaiter() {
    if (coroutine)
      cancel_timer(*this);
    if (task_)
      --task_->branchings;
  }

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> parent) {
    task_ = this_thread.task;
    ++task_->branchings;
    work_->frame().promise().out = &out_;
    work_->frame().promise().then.set(*this);
    work_->frame().resume();
    if (ended_)
      return false;
    scheduler &runtime = timer_scheduler(where_);
    suspend_at(*this, parent);
    start_timer(runtime, *this);
    return true;
  }
  [[nodiscard]] std::conditional_t<std::is_void_v<T>, bool, std::optional<T>>
  await_resume() {
    if (coroutine)
      cancel_timer(*this);
    work_.reset();
    if (!ended_) {
      if (cut_short) [[unlikely]]
        throw_cut_short(where_);
      if constexpr (std::is_void_v<T>)
        return false;
      else
        return std::nullopt;
    }
    if constexpr (std::is_void_v<T>) {
      out_.take();
      return true;
    } else {
      return out_.take();
    }
  }

private:
  std::coroutine_handle<> arrived() noexcept override {
    ended_ = true;
    if (!coroutine) // still in await_suspend
      return std::noop_coroutine();
    return coroutine;
  }

  std::optional<task<T>> work_;
  result<T> out_;
  std::source_location where_;
  task_core *task_ = nullptr;
  bool ended_ = false;
};

template <class T> struct [[nodiscard]] timeout_operation {
  task<T> work;
  clock::time_point until;
  std::source_location where;

  timeout_awaiter<T> operator co_await() && noexcept {
    return timeout_awaiter<T>(std::move(work), until, where);
  }
};

} // namespace detail

/// Awaited, runs \p work for at most \p d, counted from this call. Gives an
/// optional with its value, empty if the time ran out; for void, whether it
/// ended in time. What \p work throws passes through.
///
/// When the time runs out \p work is destroyed where it is suspended. That
/// stops a task; it does not stop what a join_handle stands for: a spawned task
/// or blocking work goes on, detached. The time is looked at when \p work
/// suspends: code that does not suspend is not interrupted.
template <class Rep, class Period, class A>
auto timeout(std::chrono::duration<Rep, Period> d, A &&work,
             std::source_location where = std::source_location::current()) {
  using value = detail::task_result_t<A>;
  static_assert(!std::is_reference_v<value>,
                "unblock: timeout cannot give an optional reference; let the "
                "task return a pointer");
  return detail::timeout_operation<value>{
      detail::as_task(std::forward<A>(work)),
      detail::deadline_after(detail::to_clock(d)), where};
}

} // namespace unblock

#endif // UNBLOCK_TIME_HPP
