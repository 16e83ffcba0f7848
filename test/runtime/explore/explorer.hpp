//===- explorer.hpp - Run a scenario under every interleaving ---*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A small model checker for the runtime's protocols. A scenario is a function
// that makes some shared state, starts two or three threads on it, joins them
// and checks what came out:
//
//   explore::result r = explore::run({.preemptions = 3}, [] {
//     explore::atomic<int> n{0};
//     explore::parallel([&] { n.fetch_add(1); }, [&] { n.fetch_add(1); });
//     explore::check(n.load() == 2, "an increment was lost");
//   });
//   EXPECT_TRUE(r.passed()) << r;
//
// The explorer runs it again and again, each time with other choices:
//
// - Which thread goes on. Every atomic operation, lock, park and join is a
//   place where threads may change. A thread that must wait gives way to any
//   other; taking the turn from one that could go on is a preemption, and a
//   schedule has at most `preemptions` of them: few bugs need more than two.
// - Which store a load sees. Where C++ lets a load return an older value, the
//   schedule chooses, at most `stale_reads` times. (See engine.cpp for the
//   memory model, and for what it leaves out.)
// - Whether compare_exchange_weak fails for no reason, and whether a wait with
//   a time limit ends by it.
//
// All schedules within the bounds are run, with the bounds growing from zero so
// that the first failure found is one of the simplest. Then some random
// schedules without bounds (but never of a kind whose bound is zero).
//
// It reports: a failed check; an exception that leaves a thread; a data race on
// explore::var; use of an atomic, mutex or var before its construction is
// visible or after its destruction, or a destruction that is not ordered after
// every use; memory of the scenario freed twice, or never; deadlock (which is
// how a lost wake-up shows); threads that only spin. The report has the trace
// and a schedule that repeats it: options::replay, or in the environment
// UNBLOCK_EXPLORE_SCHEDULE together with --gtest_filter.
//
// The scenario must be deterministic but for the explorer's choices, and must
// own what it uses. Its threads are fibers of one thread: thread_local
// variables are shared by all of them, but for options::thread_local_at.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_EXPLORE_EXPLORER_HPP
#define UNBLOCK_EXPLORE_EXPLORER_HPP

#include "explore/atomic.hpp"
#include "explore/clock.hpp"
#include "explore/engine.hpp"
#include "explore/thread.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <utility>

namespace explore {

struct options {
  int preemptions = 2;
  int stale_reads = 1;
  int spurious_failures = 1;
  int timeouts = 1;
  /// How often a thread that has to wait gives way to another one than the
  /// next. A bound for large scenarios.
  int turns = 255;

  /// When every thread waits, the wait with the earliest time limit ends. Say
  /// false to have it reported as a deadlock: who relies on time limits to go
  /// on has lost a wake-up.
  bool timeouts_when_stuck = true;

  /// Memory that the scenario allocated and did not free is a failure.
  bool report_leaks = true;

  /// A schedule with more operations is taken for a livelock.
  std::size_t max_steps = 3000;

  /// At so many schedules the search ends, and is not complete.
  std::size_t max_schedules = 3'000'000;

  std::size_t random_schedules = 1000;
  std::uint64_t seed = 1;

  /// A trivial thread_local variable of which each thread of the scenario is to
  /// have its own.
  void *thread_local_at = nullptr;
  std::size_t thread_local_size = 0;

  /// Run this schedule alone, as result::schedule gave it.
  std::string replay = {};
};

struct result {
  failure kind = failure::none;
  std::string message;
  std::string schedule;
  std::string trace;

  /// Different schedules that were run with the full bounds, and random ones.
  std::size_t schedules = 0;
  std::size_t random_schedules = 0;
  /// Whether those were all schedules within the bounds.
  bool complete = false;

  bool passed() const { return kind == failure::none; }
};

std::ostream &operator<<(std::ostream &out, const result &r);

/// Runs \p scenario until it fails or the bounds of \p o are exhausted.
result run(const options &o, const std::function<void()> &scenario);

/// Ends the schedule as a failure unless \p holds.
inline void check(bool holds, const char *text,
                  place where = place::current()) {
  if (!holds)
    detail::fail(failure::check, text, where);
}

/// Calls \p object \p name in traces. The name must be a literal.
template <class T> void name(const T &object, const char *name) {
  detail::set_name(object.cell_, name);
}

/// Runs all of \p bodies, a thread for each, and waits for them.
template <class... F> void parallel(F &&...bodies) {
  thread threads[] = {thread(std::forward<F>(bodies))...};
  for (thread &t : threads)
    t.join();
}

/// Waits for all other threads, detached ones too.
inline void join_others(place where = place::current()) {
  detail::join_others(where);
}

/// A plain variable whose accesses must be ordered by happens-before.
template <class T> class var {
public:
  var() : var(T()) {}
  explicit var(T value) : value_(std::move(value)) { cell_.attach(0); }
  var(const var &) = delete;
  var &operator=(const var &) = delete;
  ~var() { cell_.retire(); }

  const T &get(place where = place::current()) const {
    detail::plain_read(cell_, where);
    return value_;
  }
  /// For changes in place; counts as a write.
  T &ref(place where = place::current()) {
    detail::plain_write(cell_, where);
    return value_;
  }
  void set(T value, place where = place::current()) {
    ref(where) = std::move(value);
  }

private:
  template <class U> friend void name(const U &, const char *);

  T value_;
  mutable detail::cell cell_;
};

/// One token: park waits for it and takes it, unpark makes it available.
class parker {
public:
  parker() { cell_.attach(0); }
  parker(const parker &) = delete;
  parker &operator=(const parker &) = delete;
  ~parker() { cell_.retire(); }

  void park(place where = place::current()) {
    detail::park(cell_, detail::never, where);
  }
  /// The same with a time limit: false when that ended it.
  bool park_until(clock::time_point limit, place where = place::current()) {
    return detail::park(cell_, clock::nanoseconds(limit), where);
  }
  void unpark(place where = place::current()) { detail::unpark(cell_, where); }

private:
  template <class U> friend void name(const U &, const char *);

  detail::cell cell_;
};

} // namespace explore

#endif // UNBLOCK_EXPLORE_EXPLORER_HPP
