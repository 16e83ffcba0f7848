//===- thread.hpp - Threads and condition variables -------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the runtime's sources get in place of std::thread and
// std::condition_variable. Thread and variable are fibers and records of the
// engine; outside of schedules there are none.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_EXPLORE_THREAD_HPP
#define UNBLOCK_EXPLORE_THREAD_HPP

#include "explore/atomic.hpp"
#include "explore/clock.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>

namespace explore {

class thread {
public:
  thread() noexcept = default;
  template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, thread>)
  explicit thread(F &&body) {
    // A std::function wants to copy.
    auto shared = std::make_shared<std::decay_t<F>>(std::forward<F>(body));
    id_ = detail::start_thread([shared = std::move(shared)] { (*shared)(); });
  }
  thread(thread &&other) noexcept : id_(std::exchange(other.id_, none)) {}
  thread &operator=(thread &&other) noexcept {
    must_not_run();
    id_ = std::exchange(other.id_, none);
    return *this;
  }
  ~thread() { must_not_run(); }

  bool joinable() const noexcept { return id_ != none; }
  void join(place where = place::current()) {
    detail::join_thread(std::exchange(id_, none), where);
  }
  void detach() { id_ = none; }

  static unsigned hardware_concurrency() noexcept { return 2; }

private:
  static constexpr unsigned none = ~0u;

  void must_not_run() const {
    if (joinable() && detail::active)
      detail::fail(failure::check, "a thread was not joined", place::current());
  }

  unsigned id_ = none;
};

class condition_variable {
public:
  condition_variable() { cell_.attach(0); }
  condition_variable(const condition_variable &) = delete;
  condition_variable &operator=(const condition_variable &) = delete;
  ~condition_variable() { cell_.retire(); }

  void wait(std::unique_lock<mutex> &lock, place where = place::current()) {
    detail::wait(cell_, lock.mutex()->cell_, detail::never, where);
  }
  template <class Predicate>
    requires std::is_invocable_v<Predicate>
  void wait(std::unique_lock<mutex> &lock, Predicate ends,
            place where = place::current()) {
    while (!ends())
      wait(lock, where);
  }

  std::cv_status wait_until(std::unique_lock<mutex> &lock,
                            clock::time_point until,
                            place where = place::current()) {
    return detail::wait(cell_, lock.mutex()->cell_, clock::nanoseconds(until),
                        where)
               ? std::cv_status::no_timeout
               : std::cv_status::timeout;
  }
  template <class Predicate>
    requires std::is_invocable_v<Predicate>
  bool wait_until(std::unique_lock<mutex> &lock, clock::time_point until,
                  Predicate ends, place where = place::current()) {
    while (!ends())
      if (wait_until(lock, until, where) == std::cv_status::timeout)
        return ends();
    return true;
  }
  void notify_one(place where = place::current()) {
    detail::notify(cell_, false, where);
  }
  void notify_all(place where = place::current()) {
    detail::notify(cell_, true, where);
  }

private:
  detail::cell cell_;
};

} // namespace explore

#endif // UNBLOCK_EXPLORE_THREAD_HPP
