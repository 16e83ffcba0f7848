//===- runtime_test.cpp - The whole runtime under the explorer ------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Small programs on the real schedulers, pool and tasks, with explored threads,
// locks, atomics, parking and time. Besides what the explorer looks for anyway
// (deadlocks, leaks of tasks and frames, use after free, races on what tasks
// pass on to each other), each asserts that it did not need the passing of
// time: a lost wake-up may not hide behind a tick of the monitor.
//
//===----------------------------------------------------------------------===//

#include "explore/testing.hpp"

#include "scheduler.hpp"

#include <unblock/unblock.hpp>

#include <cstdint>
#include <optional>
#include <utility>

namespace {

using namespace explore;
using unblock::runtime;
using unblock::task;

/// Runs \p scenario on a runtime with \p workers, 0 for a current-thread one.
/// \p scenario may need the passing of time only if \p waits says so.
template <class F>
void explored(std::size_t least, std::size_t workers, F scenario,
              options o = {}, bool waits = false,
              void (*configure)(runtime::builder &) = nullptr) {
  o.thread_local_at = &unblock::detail::this_thread;
  o.thread_local_size = sizeof unblock::detail::this_thread;
  o.timeouts = 0; // beyond those without which nothing would go on
  passes(
      least,
      [&] {
        // Keeps the scheduler until all threads have ended: the explorer does
        // not see the ordering that shared_ptr gives.
        std::optional<unblock::handle> last;
        {
          auto builder = workers ? runtime::builder::multi_thread()
                                 : runtime::builder::current_thread();
          if (workers)
            builder.worker_threads(workers);
          if (configure)
            configure(builder);
          runtime rt = builder.build();
          last = rt.handle();
          scenario(rt);
          check(waits || clock::now() == clock::time_point(),
                "waited for a tick");
        }
        join_others();
      },
      o);
}

// These have too many operations, and threads that wait, for more.
const options one_preemption{
    .preemptions = 1, .turns = 2, .random_schedules = 3000};
const options few_turns{.preemptions = 1, .turns = 1, .random_schedules = 3000};
const options no_preemption{
    .preemptions = 0, .turns = 3, .random_schedules = 5000};

task<int> give(int n) { co_return n; }

task<int> add_message(var<int> &message, int n) {
  message.ref() += n;
  co_return n;
}

//===----------------------------------------------------------------------===//
// Tasks
//===----------------------------------------------------------------------===//

task<int> spawn_and_join(var<int> &message) {
  message.set(1);
  const int n = co_await unblock::spawn(add_message(message, 1));
  check(message.get() == 2, "not the message");
  co_return n;
}

void join_one(runtime &rt) {
  var<int> message{0};
  check(rt.block_on(spawn_and_join(message)) == 1, "not the value");
  check(message.get() == 2, "not the message");
}

TEST(Tasks, JoinOneWorker) { explored(5000, 1, join_one); }
TEST(Tasks, JoinTwoWorkers) { explored(5000, 2, join_one, one_preemption); }
TEST(Tasks, JoinCurrentThread) { explored(1, 0, join_one); }

TEST(Tasks, Detached) {
  explored(
      2000, 2,
      [](runtime &rt) {
        rt.spawn(give(1)).detach();
        rt.spawn(give(2)).detach();
      },
      one_preemption);
}

struct counted {
  explicit counted(int &n) : alive(&n) { ++n; }
  counted(counted &&other) noexcept
      : alive(std::exchange(other.alive, nullptr)) {}
  ~counted() {
    if (alive)
      --*alive;
  }
  int *alive;
};

task<int> with_guard(int &alive) {
  counted guard(alive);
  co_await unblock::yield_now();
  co_await unblock::yield_now();
  co_return 7;
}

task<void> abort_and_join(int &alive) {
  auto handle = unblock::spawn(with_guard(alive));
  handle.abort();
  auto how = co_await handle.result();
  check(how.is_cancelled() || std::move(how).value() == 7, "not the outcome");
  check(alive == 0, "a local outlives the outcome");
}

TEST(Tasks, AbortAgainstCompletion) {
  const auto scenario = [](runtime &rt) {
    int alive = 0;
    rt.block_on(abort_and_join(alive));
    check(alive == 0, "a local was not destroyed");
  };
  explored(200, 1, scenario);
  explored(500, 2, scenario, few_turns);
}

TEST(Tasks, ShutdownDropsThem) {
  // The runtime goes while its tasks are queued, run, or wait.
  const auto scenario = [](runtime &rt) {
    static int alive;
    alive = 0;
    rt.spawn(with_guard(alive)).detach();
    rt.spawn(with_guard(alive)).detach();
  };
  explored(200, 1, scenario);
  explored(500, 2, scenario, few_turns);
}

task<int> wait_on(unblock::sync::notify &what) {
  co_await what.notified();
  co_return 1;
}

TEST(Tasks, WokenFromOutside) {
  const auto scenario = [](runtime &rt) {
    unblock::sync::notify ready;
    auto handle = rt.spawn(wait_on(ready));
    ready.notify_one();
    check(rt.block_on(std::move(handle)) == 1, "not the value");
  };
  explored(500, 1, scenario, one_preemption);
  explored(1000, 2, scenario, few_turns);
}

TEST(Tasks, SpawnedFromSeveralThreads) {
  explored(
      1000, 1,
      [](runtime &rt) {
        const auto spawn = [&] {
          check(rt.block_on(rt.spawn(give(3))) == 3, "not the value");
        };
        parallel(spawn, spawn);
      },
      one_preemption);
}

task<void> meet(parker &mine, parker &other) {
  other.unpark();
  mine.park(); // holds its worker up
  co_return;
}

TEST(Tasks, TwoRunAtOnce) {
  // Who takes two tasks wakes the other worker for the second.
  explored(
      500, 2,
      [](runtime &rt) {
        parker a, b;
        auto first = rt.spawn(meet(a, b));
        auto second = rt.spawn(meet(b, a));
        rt.block_on(std::move(first));
        rt.block_on(std::move(second));
      },
      few_turns);
}

TEST(Tasks, SpawnedWhileShuttingDown) {
  explored(
      100, 1,
      [](runtime &rt) {
        static int alive;
        alive = 0;
        thread other([handle = rt.handle()] {
          auto how = handle.spawn(with_guard(alive));
          how.detach();
        });
        rt.shutdown_background();
        other.join();
      },
      one_preemption);
}

//===----------------------------------------------------------------------===//
// Time
//===----------------------------------------------------------------------===//

task<int> sleep_then_give() {
  const auto before = clock::now();
  co_await unblock::sleep_for(std::chrono::milliseconds(5));
  check(clock::now() >= before + std::chrono::milliseconds(5), "too early");
  co_return 1;
}

TEST(Time, SleepOnAWorker) {
  for (const std::size_t workers : {0u, 1u, 2u})
    explored(
        workers ? 50 : 1, workers,
        [](runtime &rt) {
          check(rt.block_on(rt.spawn(sleep_then_give())) == 1, "not the value");
        },
        few_turns, true);
}

task<void> give_up_waiting() {
  unblock::sync::notify never;
  check(!co_await unblock::timeout(std::chrono::milliseconds(5),
                                   never.notified()),
        "in time");
}

TEST(Time, Timeout) {
  explored(
      20, 1, [](runtime &rt) { rt.block_on(rt.spawn(give_up_waiting())); },
      one_preemption, true);
}

//===----------------------------------------------------------------------===//
// The blocking pool
//===----------------------------------------------------------------------===//

task<int> offload(var<int> &message) {
  message.set(1);
  const int n = co_await unblock::spawn_blocking([&] {
    check(message.get() == 1, "not the message");
    message.set(2);
    return 3;
  });
  check(message.get() == 2, "not the message");
  co_return n;
}

void offload_one(runtime &rt) {
  var<int> message{0};
  check(rt.block_on(offload(message)) == 3, "not the value");
}

TEST(Pool, OffloadFromAWorker) {
  explored(2000, 1, offload_one, one_preemption);
}
TEST(Pool, OffloadFromCurrentThread) {
  explored(2000, 0, offload_one, one_preemption);
}

void one_thread(runtime::builder &builder) { builder.max_blocking_threads(1); }

TEST(Pool, ManyOnOneThread) {
  // Never more threads than allowed, whoever submits; all closures run, in the
  // order of each submitter.
  explored(
      1000, 0,
      [](runtime &rt) {
        var<int> running{0};
        const auto work = [&] { return ++running.ref(); };
        thread other([&] { rt.block_on(rt.spawn_blocking(work)); });
        auto first = rt.spawn_blocking(work);
        auto second = rt.spawn_blocking(work);
        check(rt.block_on(std::move(first)) < rt.block_on(std::move(second)),
              "not in order");
        other.join();
        check(running.get() == 3, "not all were run");
        check(rt.metrics().blocking_threads <= 1, "too many threads");
      },
      few_turns, true, one_thread);
}

TEST(Pool, OneMoreBehindTwo) {
  // The thread of the pool is about to sleep after two closures; who brings a
  // third knows nothing of what it did.
  explored(
      1000, 0,
      [](runtime &rt) {
        var<int> runs{0};
        const auto work = [&] { return ++runs.ref(); };
        thread other([&] { rt.block_on(rt.spawn_blocking(work)); });
        auto first = rt.spawn_blocking(work);
        auto second = rt.spawn_blocking(work);
        other.join();
        rt.block_on(std::move(first));
        rt.block_on(std::move(second));
        check(runs.get() == 3, "not all were run");
      },
      few_turns, false, one_thread);
}

TEST(Pool, TwoSubmitters) {
  explored(
      1000, 0,
      [](runtime &rt) {
        const auto submit = [&] {
          check(rt.block_on(rt.spawn_blocking([] { return 5; })) == 5,
                "not the value");
        };
        thread other(submit);
        submit();
        other.join();
      },
      few_turns);
}

TEST(Pool, AbortOfQueuedWork) {
  // Runs or is cancelled, not both and not neither; its closure is destroyed.
  explored(
      500, 0,
      [](runtime &rt) {
        int alive = 0, runs = 0;
        auto first = rt.spawn_blocking([] { return 1; });
        auto second = rt.spawn_blocking(
            [&runs, guard = counted(alive)] { return ++runs; });
        second.abort();
        auto how = rt.block_on([](auto &handle) -> task<unblock::outcome<int>> {
          co_return co_await handle.result();
        }(second));
        check(how.is_cancelled() ? runs == 0 : runs == 1, "not the outcome");
        check(alive == 0, "the closure outlives the outcome");
        rt.block_on(std::move(first));
      },
      one_preemption, true, one_thread);
}

TEST(Pool, ShutdownCancelsWhatIsQueued) {
  explored(
      300, 0,
      [](runtime &rt) {
        static int alive;
        alive = 0;
        rt.spawn_blocking([guard = counted(alive)] {}).detach();
        rt.spawn_blocking([guard = counted(alive)] {}).detach();
        rt.shutdown_timeout(std::chrono::hours(1));
        check(alive == 0, "a closure was neither run nor destroyed");
      },
      one_preemption, true, one_thread);
}

TEST(Pool, SubmittedWhileShuttingDown) {
  explored(
      50, 0,
      [](runtime &rt) {
        static int alive;
        alive = 0;
        thread other([handle = rt.handle()] {
          handle.spawn_blocking([guard = counted(alive)] {}).detach();
        });
        rt.shutdown_timeout(std::chrono::hours(1));
        other.join();
        check(alive == 0, "a closure was neither run nor destroyed");
      },
      one_preemption, true);
}

TEST(Pool, ThreadsRetire) {
  explored(
      10, 0,
      [](runtime &rt) {
        parker bed;
        for (int i = 0; i != 2; ++i) {
          rt.block_on(rt.spawn_blocking([] {}));
          bed.park_until(clock::now() + std::chrono::seconds(60));
          check(rt.metrics().blocking_threads == 0, "a thread stays");
        }
        // The monitor sleeps, and must be woken to end.
      },
      {.preemptions = 1,
       .stale_reads = 0, // the numbers are not exact
       .turns = 1,
       .max_steps = 20000,
       .random_schedules = 100},
      true);
}

//===----------------------------------------------------------------------===//
// block_in_place
//===----------------------------------------------------------------------===//

task<int> in_place(int n) {
  co_return unblock::block_in_place([=] { return n; });
}

TEST(InPlace, NothingQueued) {
  explored(
      500, 1,
      [](runtime &rt) {
        check(rt.block_on(rt.spawn(in_place(4))) == 4, "not the value");
      },
      one_preemption, true);
}

TEST(InPlace, TasksBehindAreRun) {
  // The closure waits for a task that was queued on the same worker.
  explored(
      200, 1,
      [](runtime &rt) {
        rt.block_on(rt.spawn([](runtime &on) -> task<void> {
          auto behind = on.spawn(give(5));
          const int n = unblock::block_in_place(
              [&] { return on.block_on(std::move(behind)); });
          check(n == 5, "not the value");
          co_return;
        }(rt)));
      },
      one_preemption, true);
}

TEST(InPlace, TwoWorkersAtOnce) {
  explored(
      500, 2,
      [](runtime &rt) {
        auto first = rt.spawn(in_place(1));
        auto second = rt.spawn(in_place(2));
        auto third = rt.spawn(give(3));
        check(rt.block_on(std::move(first)) + rt.block_on(std::move(second)) +
                      rt.block_on(std::move(third)) ==
                  6,
              "not the values");
      },
      no_preemption, true);
}

TEST(InPlace, AgainAndAgain) {
  explored(
      500, 1,
      [](runtime &rt) {
        auto other = rt.spawn(give(3));
        rt.block_on(rt.spawn([]() -> task<void> {
          for (int i = 0; i != 3; ++i) {
            unblock::block_in_place([] {});
            co_await unblock::yield_now();
          }
        }()));
        check(rt.block_on(std::move(other)) == 3, "not the value");
        // However often: beside the worker that lends, one that has the core
        // and one on its way back to sleep.
        check(rt.metrics().handoff_threads <= 2, "too many threads");
      },
      one_preemption, true);
}

} // namespace
