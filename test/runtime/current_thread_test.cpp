// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// The current-thread runtime: tasks run on the thread that is in block_on.

#include "testing.hpp"

#include <latch>
#include <stdexcept>
#include <vector>

namespace unblock::test {
namespace {

task<std::thread::id> where() {
  co_await yield_now();
  co_return std::this_thread::get_id();
}

TEST(current_thread, tasks_run_on_the_thread_in_block_on) {
  runtime rt = single();
  EXPECT_EQ(rt.block_on(rt.spawn(where())), std::this_thread::get_id());
  EXPECT_EQ(rt.metrics().workers, 1u);
}

TEST(current_thread, tasks_wait_while_nobody_is_in_block_on) {
  runtime rt = single();
  bool ran = false;
  auto f = [&]() -> task<> {
    ran = true;
    co_return;
  };
  auto h = rt.spawn(f());
  std::this_thread::sleep_for(5ms);
  EXPECT_FALSE(ran);
  rt.block_on(std::move(h));
  EXPECT_TRUE(ran);
}

TEST(current_thread, tasks_go_on_in_a_later_block_on) {
  runtime rt = single();
  int steps = 0;
  auto f = [&]() -> task<> {
    for (int i = 0; i != 3; ++i) {
      ++steps;
      co_await sleep_for(2ms);
    }
  };
  auto h = rt.spawn(f());
  rt.block_on(yield_now());
  std::this_thread::sleep_for(10ms);
  EXPECT_LE(steps, 1);
  rt.block_on(std::move(h));
  EXPECT_EQ(steps, 3);
}

TEST(current_thread, other_threads_spawn_and_wake) {
  runtime rt = single();
  handle h = rt.handle();
  auto [tx, rx] = sync::mpsc::unbounded_channel<int>();
  std::thread other([&, tx = std::move(tx)]() mutable {
    for (int i = 0; i != 1000; ++i) {
      (void)tx.send(1);
      h.spawn(where()).detach();
    }
    auto gone = std::move(tx);
  });
  auto f = [&rx = rx]() -> task<int> {
    int sum = 0;
    while (auto got = co_await rx.recv())
      sum += *got;
    co_return sum;
  };
  EXPECT_EQ(rt.block_on(f()), 1000);
  other.join();
}

TEST(current_thread, a_second_thread_in_block_on_waits_for_its_own_work) {
  runtime rt = single();
  std::latch both(2);
  auto f = [&](int i) -> task<int> {
    for (int k = 0; k != 100; ++k)
      co_await spawn(where());
    co_await sleep_for(1ms);
    co_return i;
  };
  int other = 0;
  std::thread t([&] {
    both.arrive_and_wait();
    other = rt.block_on(f(1));
  });
  both.arrive_and_wait();
  EXPECT_EQ(rt.block_on(f(2)), 2);
  t.join();
  EXPECT_EQ(other, 1);
}

TEST(current_thread, a_second_thread_takes_over_when_the_first_leaves) {
  runtime rt = single();
  for (int round = 0; round != 20; ++round) {
    std::latch first_in(1);
    std::thread first([&] {
      auto f = [&]() -> task<> {
        first_in.count_down();
        co_await sleep_for(2ms);
      };
      rt.block_on(f());
    });
    first_in.wait();
    // Needs a thread that runs tasks and timers after the first has left.
    auto slow = []() -> task<int> {
      for (int i = 0; i != 5; ++i)
        co_await sleep_for(1ms);
      co_return 1;
    };
    EXPECT_EQ(rt.block_on(rt.spawn(slow())), 1);
    first.join();
  }
}

TEST(current_thread, many_threads_in_block_on) {
  runtime rt = single();
  std::atomic<int> sum = 0;
  std::vector<std::thread> threads;
  auto f = []() -> task<int> {
    co_await sleep_for(100us);
    co_return 1;
  };
  for (int t = 0; t != 6; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i != 50; ++i)
        sum += i % 2 ? rt.block_on(rt.spawn(f())) : rt.block_on(f());
    });
  for (auto &t : threads)
    t.join();
  EXPECT_EQ(sum, 300);
}

TEST(current_thread, one_thread_never_runs_two_tasks_at_once) {
  runtime rt = single();
  int unguarded = 0;
  auto f = [&]() -> task<> {
    for (int i = 0; i != 100; ++i) {
      ++unguarded;
      co_await yield_now();
    }
  };
  std::vector<std::thread> threads;
  for (int t = 0; t != 4; ++t)
    threads.emplace_back([&] { rt.block_on(rt.spawn(f())); });
  for (auto &t : threads)
    t.join();
  EXPECT_EQ(unguarded, 400);
}

TEST(current_thread, an_exception_leaves_the_runtime_usable) {
  runtime rt = single();
  auto f = []() -> task<> {
    co_await yield_now();
    throw std::runtime_error("it");
  };
  EXPECT_THROW(rt.block_on(f()), std::runtime_error);
  EXPECT_THROW(rt.block_on(rt.spawn(f())), std::runtime_error);
  EXPECT_EQ(rt.block_on(where()), std::this_thread::get_id());
}

TEST(current_thread, nested_in_a_task_of_another_runtime) {
  runtime outer = multi(1);
  auto f = []() -> task<bool> {
    co_return block_in_place([] {
      runtime inner = single();
      return inner.block_on(inner.spawn(where())) ==
             std::this_thread::get_id();
    });
  };
  EXPECT_TRUE(run(outer, f()));
}

TEST(current_thread, abort_while_nobody_runs_it) {
  std::atomic<int> alive = 0;
  runtime rt = single();
  auto f = [](counted) -> task<> { co_await sleep_for(1h); };
  auto h = rt.spawn(f(counted(alive)));
  rt.block_on(yield_now());
  h.abort();
  EXPECT_TRUE(rt.block_on(h.result()).is_cancelled());
  EXPECT_EQ(alive, 0);
}

} // namespace
} // namespace unblock::test
