// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// block_in_place: what it lends, to whom, and what comes back.

#include "testing.hpp"

#include <latch>
#include <memory>
#include <semaphore>
#include <source_location>
#include <stdexcept>
#include <string>
#include <vector>

namespace unblock::test {
namespace {

TEST(block_in_place, runs_the_closure_on_this_thread_and_gives_its_value) {
  runtime rt = multi();
  auto f = []() -> task<int> {
    auto me = std::this_thread::get_id();
    auto there = block_in_place([] { return std::this_thread::get_id(); });
    EXPECT_EQ(there, me);
    auto made = block_in_place([p = std::make_unique<int>(3)] { return *p; });
    int object = 0;
    int &same = block_in_place([&]() -> int & { return object; });
    EXPECT_EQ(&same, &object);
    block_in_place([] {});
    co_return made;
  };
  EXPECT_EQ(run(rt, f()), 3);
  EXPECT_EQ(rt.block_on(f()), 3);
}

TEST(block_in_place, passes_exceptions_through) {
  runtime rt = multi();
  auto f = []() -> task<> {
    EXPECT_THROW(block_in_place([] { throw std::runtime_error("this"); }),
                 std::runtime_error);
    // And the place is left: this is async code again.
    EXPECT_THROW(block_on(sleep_for(1ms)), context_error);
    co_await yield_now();
  };
  run(rt, f());
  auto g = []() -> task<> {
    block_in_place([] { throw std::runtime_error("out"); });
    co_return;
  };
  EXPECT_THROW(run(rt, g()), std::runtime_error);
}

TEST(block_in_place, outside_of_a_runtime_is_a_plain_call) {
  EXPECT_EQ(block_in_place([] { return 4; }), 4);
  runtime rt = multi();
  enter_guard inside = rt.enter();
  EXPECT_EQ(block_in_place([] { return 5; }), 5);
}

TEST(block_in_place, in_a_blocking_closure_is_a_plain_call) {
  for (bool current : {false, true}) {
    runtime rt = current ? single() : multi();
    EXPECT_EQ(rt.block_on(rt.spawn_blocking(
                  [] { return block_in_place([] { return 6; }); })),
              6);
  }
}

TEST(block_in_place, nested_is_a_plain_call) {
  runtime rt = multi(1);
  auto f = []() -> task<int> {
    int got = block_in_place([] {
      int inner = block_in_place(
          [] { return block_in_place([] { return 7; }); });
      // Still in place.
      block_on(yield_now());
      return inner;
    });
    co_await yield_now();
    co_return got;
  };
  EXPECT_EQ(run(rt, f()), 7);
  EXPECT_LE(rt.metrics().handoff_threads, 1u); // for the block_on
}

TEST(block_in_place, other_tasks_run_meanwhile) {
  runtime rt = multi(1);
  std::latch ran(1);
  auto other = [&]() -> task<> {
    ran.count_down();
    co_return;
  };
  auto f = [&]() -> task<> {
    auto h = spawn(other());
    block_in_place([&] { ran.wait(); });
    co_await h;
  };
  run(rt, f());
}

TEST(block_in_place, work_that_is_queued_already_starts_soon) {
  runtime rt = multi(1);
  auto f = []() -> task<std::chrono::nanoseconds> {
    std::binary_semaphore ran(0);
    clock::time_point started;
    auto other = [&]() -> task<> {
      started = clock::now();
      ran.release();
      co_return;
    };
    auto h = spawn(other());
    auto begin = clock::now();
    block_in_place([&] { EXPECT_TRUE(ran.try_acquire_for(10s)); });
    co_await h;
    co_return started - begin;
  };
  auto best = std::chrono::nanoseconds::max();
  for (int i = 0; i != 50; ++i)
    best = std::min(best, run(rt, f()));
  EXPECT_LT(best, 5ms);
}

TEST(block_in_place, work_that_comes_later_from_outside_starts_soon) {
  runtime rt = multi(1);
  auto best = clock::duration::max();
  for (int i = 0; i != 20; ++i) {
    std::latch inside(1), release(1);
    auto f = [&]() -> task<> {
      block_in_place([&] {
        inside.count_down();
        release.wait();
      });
      co_return;
    };
    auto now = []() -> task<clock::time_point> { co_return clock::now(); };
    auto blocked = rt.spawn(f());
    inside.wait();
    auto begin = clock::now();
    best = std::min(best, rt.block_on(rt.spawn(now())) - begin);
    release.count_down();
    rt.block_on(std::move(blocked));
  }
  EXPECT_LT(best, 10ms);
}

TEST(block_in_place, timers_fire_meanwhile) {
  runtime rt = multi(1);
  auto f = []() -> task<clock::duration> {
    std::binary_semaphore ticked(0);
    auto due = clock::now() + 5ms;
    clock::time_point woke;
    auto sleeper = [&]() -> task<> {
      co_await sleep_until(due);
      woke = clock::now();
      ticked.release();
    };
    auto h = spawn(sleeper());
    co_await yield_now(); // it has begun to sleep
    block_in_place([&] { EXPECT_TRUE(ticked.try_acquire_for(10s)); });
    co_await h;
    co_return woke - due;
  };
  auto best = clock::duration::max();
  for (int i = 0; i != 10; ++i)
    best = std::min(best, run(rt, f()));
  EXPECT_GE(best, 0ns);
  EXPECT_LT(best, 10ms);
}

TEST(block_in_place, a_task_woken_by_a_blocking_thread_runs_meanwhile) {
  runtime rt = multi(1);
  auto [tx, rx] = sync::mpsc::channel<int>(1);
  std::binary_semaphore got(0);
  auto receiver = [&, &rx = rx]() -> task<> {
    EXPECT_EQ(co_await rx.recv(), 1);
    got.release();
  };
  auto f = [&, &tx = tx]() -> task<> {
    auto h = spawn(receiver());
    co_await yield_now();
    block_in_place([&] {
      (void)tx.try_send(1);
      EXPECT_TRUE(got.try_acquire_for(10s));
    });
    co_await h;
  };
  run(rt, f());
}

TEST(block_in_place, siblings_of_the_task_stop) {
  runtime rt = multi(2);
  auto f = []() -> task<> {
    bool other_ran = false;
    auto other = [&]() -> task<> {
      co_await sleep_for(1ms);
      other_ran = true;
    };
    auto blocks = [&]() -> task<> {
      co_await yield_now();
      block_in_place([] { std::this_thread::sleep_for(30ms); });
      EXPECT_FALSE(other_ran);
    };
    co_await join_all(other(), blocks());
    EXPECT_TRUE(other_ran);
  };
  run(rt, f());
}

TEST(block_in_place, many_at_once_stay_within_the_bound_of_threads) {
  constexpr std::size_t budget = 4, workers = 2;
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(workers)
                   .max_handoff_threads(budget)
                   .thread_name("bound")
                   .build();
  std::atomic<int> inside = 0, most = 0;
  auto one = [&]() -> task<> {
    block_in_place([&] {
      int now = ++inside;
      int seen = most;
      while (seen < now && !most.compare_exchange_weak(seen, now))
        ;
      std::this_thread::sleep_for(2ms);
      --inside;
    });
    co_await yield_now();
  };
  std::vector<join_handle<>> all;
  for (int i = 0; i != 60; ++i)
    all.push_back(rt.spawn(one()));
  for (auto &h : all) {
    rt.block_on(std::move(h));
    EXPECT_LE(rt.metrics().handoff_threads, budget);
    EXPECT_LE(threads_named("bound-worker"), workers + budget);
  }
  EXPECT_LE(most, static_cast<int>(workers + budget));
  EXPECT_GT(most, static_cast<int>(workers));
}

TEST(block_in_place, a_budget_of_zero_still_runs_everything) {
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(1)
                   .max_handoff_threads(0)
                   .build();
  std::atomic<int> ran = 0;
  auto one = [&]() -> task<> {
    block_in_place([&] { ++ran; });
    co_await yield_now();
    block_in_place([&] { std::this_thread::sleep_for(1ms); });
  };
  std::vector<join_handle<>> all;
  for (int i = 0; i != 20; ++i)
    all.push_back(rt.spawn(one()));
  for (auto &h : all)
    rt.block_on(std::move(h));
  EXPECT_EQ(ran, 20);
}

TEST(block_in_place, with_nothing_to_do_starts_no_thread) {
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(1)
                   .thread_name("quiet")
                   .build();
  auto f = []() -> task<> {
    for (int i = 0; i != 100'000; ++i)
      block_in_place([] {});
    for (int i = 0; i != 10'000; ++i) {
      block_in_place([] {});
      co_await yield_now();
    }
  };
  run(rt, f());
  EXPECT_LE(rt.metrics().handoff_threads, 2u);
  EXPECT_LE(threads_named("quiet-worker"), 3u);
}

TEST(block_in_place, workers_are_as_many_as_before_afterwards) {
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(2)
                   .thread_keep_alive(20ms)
                   .thread_name("after")
                   .build();
  auto one = []() -> task<> {
    block_in_place([] { std::this_thread::sleep_for(2ms); });
    co_return;
  };
  for (int round = 0; round != 3; ++round) {
    std::vector<join_handle<>> all;
    for (int i = 0; i != 30; ++i)
      all.push_back(rt.spawn(one()));
    for (auto &h : all)
      rt.block_on(std::move(h));
    EXPECT_TRUE(eventually([&] { return rt.metrics().handoff_threads == 0; }));
    EXPECT_TRUE(eventually([&] { return threads_named("after-worker") == 2; }));
    EXPECT_EQ(rt.metrics().handed_off_workers, 0u);
    // Both of them run tasks.
    std::latch both(2);
    auto meet = [&]() -> task<> {
      both.arrive_and_wait();
      co_return;
    };
    auto a = rt.spawn(meet()), b = rt.spawn(meet());
    rt.block_on(std::move(a));
    rt.block_on(std::move(b));
  }
}

TEST(block_in_place, the_core_may_be_gone_when_it_returns) {
  // Whoever took the core keeps it: the task ends this turn without one.
  runtime rt = multi(1);
  std::atomic<int> alive = 0;
  auto f = [&](counted) -> task<int> {
    std::latch taken(1), release(1);
    auto busy = [&]() -> task<> {
      taken.count_down();
      release.wait(); // holds the core
      co_return;
    };
    auto h = spawn(busy());
    block_in_place([&] { taken.wait(); });
    // Without a core: everything works nevertheless.
    auto nested = block_in_place([] { return 1; });
    auto spawned = spawn([](int i) -> task<int> { co_return i; }(2));
    release.count_down();
    co_await h;
    co_return nested + co_await spawned;
  };
  for (int i = 0; i != 200; ++i)
    ASSERT_EQ(run(rt, f(counted(alive))), 3);
  EXPECT_EQ(alive, 0);
}

TEST(block_in_place, a_task_may_end_without_its_core) {
  runtime rt = multi(1);
  auto f = []() -> task<> {
    std::latch taken(1);
    auto busy = [](std::latch &t) -> task<> {
      t.count_down();
      std::this_thread::sleep_for(1ms);
      co_return;
    };
    auto h = spawn(busy(taken));
    block_in_place([&] { taken.wait(); });
    h.detach();
    co_return;
  };
  for (int i = 0; i != 100; ++i)
    run(rt, f());
}

//===----------------------------------------------------------------------===//
// Current-thread runtimes
//===----------------------------------------------------------------------===//

TEST(block_in_place, on_a_current_thread_runtime_says_what_to_do) {
  runtime rt = single();
  bool ran = false;
  std::uint_least32_t line = 0;
  auto f = [&]() -> task<std::string> {
    try {
      line = std::source_location::current().line() + 1;
      block_in_place([&] { ran = true; });
    } catch (const context_error &error) {
      EXPECT_EQ(error.where().line(), line);
      co_return error.what();
    }
    co_return "";
  };
  for (bool spawned : {false, true}) {
    std::string text = spawned ? run(rt, f()) : rt.block_on(f());
    EXPECT_FALSE(ran);
    EXPECT_NE(text.find("block_in_place was called on a current-thread runtime"),
              text.npos)
        << text;
    EXPECT_NE(text.find("block_in_place_test.cpp:" + std::to_string(line)),
              text.npos)
        << text;
    EXPECT_NE(text.find("spawn_blocking"), text.npos) << text;
    EXPECT_NE(text.find("multi_thread"), text.npos) << text;
  }
}

TEST(block_in_place, inline_on_a_current_thread_runtime_that_allows_it) {
  runtime rt =
      runtime::builder::current_thread().inline_block_in_place().build();
  auto f = []() -> task<int> {
    co_await yield_now();
    int got = block_in_place([] { return 8; });
    co_await yield_now();
    co_return got;
  };
  EXPECT_EQ(run(rt, f()), 8);
  EXPECT_EQ(rt.block_on(f()), 8);
  // Nobody would run what it waits for.
  auto g = []() -> task<> {
    EXPECT_THROW(block_in_place([] { block_on(yield_now()); }), context_error);
    co_return;
  };
  run(rt, g());
}

} // namespace
} // namespace unblock::test
