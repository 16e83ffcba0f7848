// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// Fairness: the budget, the LIFO slot, timers under load.

#include "testing.hpp"

#include <latch>
#include <vector>

namespace unblock::test {
namespace {

TEST(coop, a_task_that_finds_everything_ready_lets_others_run) {
  for (bool current : {false, true}) {
    runtime rt = current ? single() : multi(1);
    bool stop = false;
    sync::semaphore always(1);
    auto greedy = [&]() -> task<int> {
      int rounds = 0;
      while (!stop && rounds < 10'000'000) {
        auto permit = co_await always.acquire();
        ++rounds;
      }
      co_return rounds;
    };
    auto other = [&]() -> task<> {
      stop = true;
      co_return;
    };
    auto f = [&]() -> task<int> {
      auto g = spawn(greedy());
      auto o = spawn(other());
      co_await o;
      co_return co_await g;
    };
    EXPECT_LE(run(rt, f()), 1000);
  }
}

TEST(coop, ready_channels_spend_the_budget) {
  runtime rt = multi(1);
  bool stop = false;
  auto [tx, rx] = sync::mpsc::unbounded_channel<int>();
  auto greedy = [&, &tx = tx, &rx = rx]() -> task<int> {
    int rounds = 0;
    while (!stop && rounds < 10'000'000) {
      (void)tx.send(1);
      (void)co_await rx.recv();
      ++rounds;
    }
    co_return rounds;
  };
  auto other = [&]() -> task<> {
    stop = true;
    co_return;
  };
  auto f = [&]() -> task<int> {
    auto g = spawn(greedy());
    auto o = spawn(other());
    co_await o;
    co_return co_await g;
  };
  EXPECT_LE(run(rt, f()), 1000);
}

TEST(coop, sleeps_that_are_over_spend_the_budget) {
  runtime rt = multi(1);
  bool stop = false;
  auto greedy = [&]() -> task<int> {
    int rounds = 0;
    while (!stop && rounds < 10'000'000) {
      co_await sleep_for(0s);
      ++rounds;
    }
    co_return rounds;
  };
  auto other = [&]() -> task<> {
    stop = true;
    co_return;
  };
  auto f = [&]() -> task<int> {
    auto g = spawn(greedy());
    auto o = spawn(other());
    co_await o;
    co_return co_await g;
  };
  EXPECT_LE(run(rt, f()), 1000);
}

TEST(coop, a_greedy_task_can_be_aborted) {
  runtime rt = multi(1);
  sync::semaphore always(1);
  std::atomic<int> alive = 0;
  auto greedy = [&](counted) -> task<> {
    for (;;)
      auto permit = co_await always.acquire();
  };
  auto h = rt.spawn(greedy(counted(alive)));
  std::this_thread::sleep_for(2ms);
  h.abort();
  EXPECT_TRUE(rt.block_on(h.result()).is_cancelled());
  EXPECT_EQ(alive, 0);
}

TEST(coop, a_greedy_branch_does_not_starve_its_timeout) {
  runtime rt = multi(1);
  sync::semaphore always(1);
  auto greedy = [&]() -> task<> {
    for (;;)
      auto permit = co_await always.acquire();
  };
  auto f = [&]() -> task<bool> { co_return co_await timeout(5ms, greedy()); };
  EXPECT_FALSE(run(rt, f()));
  EXPECT_FALSE(rt.block_on(f()));
}

TEST(coop, timers_fire_while_tasks_yield_all_the_time) {
  for (bool current : {false, true}) {
    runtime rt = current ? single() : multi(1);
    bool stop = false;
    auto busy = [&]() -> task<> {
      while (!stop)
        co_await yield_now();
    };
    auto f = [&]() -> task<> {
      std::vector<join_handle<>> all;
      for (int i = 0; i != 4; ++i)
        all.push_back(spawn(busy()));
      for (int i = 0; i != 5; ++i)
        co_await sleep_for(1ms);
      stop = true;
      for (auto &h : all)
        co_await h;
    };
    run(rt, f());
  }
}

TEST(coop, two_tasks_that_wake_each_other_do_not_starve_a_third) {
  runtime rt = multi(1);
  bool stop = false;
  int rounds = 0;
  sync::notify ping, pong;
  auto a = [&]() -> task<> {
    while (!stop && rounds < 1'000'000) {
      pong.notify_one();
      co_await ping.notified();
      ++rounds;
    }
    pong.notify_one();
  };
  auto b = [&]() -> task<> {
    while (!stop && rounds < 1'000'000) {
      co_await pong.notified();
      ping.notify_one();
    }
    ping.notify_one();
  };
  auto third = [&]() -> task<> {
    for (int i = 0; i != 10; ++i)
      co_await yield_now();
    stop = true;
  };
  auto f = [&]() -> task<> {
    auto x = spawn(a());
    auto y = spawn(b());
    auto z = spawn(third());
    co_await z;
    co_await x;
    co_await y;
  };
  run(rt, f());
  EXPECT_LT(rounds, 10'000);
}

TEST(coop, work_from_outside_is_taken_while_tasks_yield_all_the_time) {
  runtime rt = multi(1);
  std::atomic<bool> stop = false;
  auto busy = [&]() -> task<> {
    while (!stop)
      co_await yield_now();
  };
  auto end = [&]() -> task<> {
    stop = true;
    co_return;
  };
  std::vector<join_handle<>> all;
  for (int i = 0; i != 4; ++i)
    all.push_back(rt.spawn(busy()));
  rt.block_on(rt.spawn(end()));
  for (auto &h : all)
    rt.block_on(std::move(h));
}

TEST(coop, a_worker_that_is_held_up_keeps_neither_timers_nor_woken_tasks) {
  runtime rt = multi(2);
  std::atomic<bool> done = false;
  auto hog = [&]() -> task<> { // against the rules
    auto end = clock::now() + 20s;
    while (!done && clock::now() < end)
      std::this_thread::sleep_for(1ms);
    EXPECT_TRUE(done);
    co_return;
  };
  auto other = [&]() -> task<> {
    for (int i = 0; i != 5; ++i)
      co_await sleep_for(2ms);
    done = true;
  };
  for (int i = 0; i != 10; ++i) {
    done = false;
    auto o = rt.spawn(other());
    auto h = rt.spawn(hog());
    rt.block_on(std::move(o));
    rt.block_on(std::move(h));
  }
}

} // namespace
} // namespace unblock::test
