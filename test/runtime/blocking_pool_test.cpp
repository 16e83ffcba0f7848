// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// The blocking pool: how many threads, in which order, and what is left over.

#include "testing.hpp"

#include <algorithm>
#include <latch>
#include <memory>
#include <mutex>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <vector>

namespace unblock::test {
namespace {

runtime pool_of(std::size_t threads, std::chrono::nanoseconds keep_alive = 10s) {
  return runtime::builder::multi_thread()
      .worker_threads(1)
      .max_blocking_threads(threads)
      .thread_keep_alive(keep_alive)
      .build();
}

TEST(blocking_pool, runs_a_closure_on_another_thread) {
  runtime rt = multi();
  auto f = []() -> task<> {
    auto other = co_await spawn_blocking(
        [] { return std::this_thread::get_id(); });
    EXPECT_NE(other, std::this_thread::get_id());
  };
  run(rt, f());
}

TEST(blocking_pool, passes_an_exception_to_the_handle_and_goes_on) {
  runtime rt = pool_of(1);
  for (int i = 0; i != 10; ++i) {
    EXPECT_EQ(text_of<std::runtime_error>([&] {
                rt.block_on(rt.spawn_blocking(
                    []() -> int { throw std::runtime_error("it"); }));
              }),
              "it");
    auto h = rt.spawn_blocking([] { throw 5; });
    EXPECT_TRUE(rt.block_on(h.result()).has_exception());
  }
  EXPECT_EQ(rt.metrics().blocking_threads, 1u);
}

TEST(blocking_pool, takes_move_only_closures_and_mutable_ones) {
  runtime rt = pool_of(1);
  auto h = rt.spawn_blocking([p = std::make_unique<int>(1), n = 0]() mutable {
    n += *p;
    return std::pair(std::move(p), n);
  });
  auto [p, n] = rt.block_on(std::move(h));
  EXPECT_EQ(*p + n, 2);
}

TEST(blocking_pool, calls_the_closure_as_an_rvalue_once) {
  struct once {
    int operator()() && { return 2; }
  };
  runtime rt = pool_of(1);
  EXPECT_EQ(rt.block_on(rt.spawn_blocking(once())), 2);
}

TEST(blocking_pool, destroys_captures_on_its_thread_before_the_end_is_seen) {
  runtime rt = pool_of(1);
  std::atomic<int> alive = 0;
  struct slow {
    counted witness;
    std::thread::id *where;
    ~slow() {
      std::this_thread::sleep_for(1ms);
      *where = std::this_thread::get_id();
    }
  };
  for (int i = 0; i != 10; ++i) {
    auto where = std::make_unique<std::thread::id>();
    auto state = std::make_unique<slow>(counted(alive), where.get());
    auto ran_at = rt.block_on(rt.spawn_blocking(
        [state = std::move(state)] { return std::this_thread::get_id(); }));
    EXPECT_EQ(alive, 0);
    EXPECT_EQ(*where, ran_at);
  }
}

TEST(blocking_pool, the_runtime_is_current_in_a_closure) {
  runtime rt = pool_of(2);
  auto inner = []() -> task<int> { co_return 3; };
  EXPECT_EQ(rt.block_on(rt.spawn_blocking([&] {
    EXPECT_TRUE(handle::try_current());
    return block_on(spawn(inner())) +
           block_on(spawn_blocking([] { return 1; }));
  })),
            4);
}

TEST(blocking_pool, honours_its_cap) {
  constexpr std::size_t cap = 4;
  runtime rt = pool_of(cap);
  std::atomic<int> inside = 0, most = 0;
  std::vector<join_handle<>> all;
  for (int i = 0; i != 40; ++i)
    all.push_back(rt.spawn_blocking([&] {
      int now = ++inside;
      int seen = most;
      while (seen < now && !most.compare_exchange_weak(seen, now))
        ;
      std::this_thread::sleep_for(5ms);
      --inside;
    }));
  for (auto &h : all)
    rt.block_on(std::move(h));
  EXPECT_EQ(most, static_cast<int>(cap));
  EXPECT_EQ(rt.metrics().blocking_threads, cap);
}

TEST(blocking_pool, starts_closures_in_their_order) {
  runtime rt = pool_of(1);
  std::vector<int> order;
  std::latch go(1);
  std::vector<join_handle<>> all;
  all.push_back(rt.spawn_blocking([&] { go.wait(); }));
  for (int i = 0; i != 1000; ++i)
    all.push_back(rt.spawn_blocking([&, i] { order.push_back(i); }));
  EXPECT_TRUE(
      eventually([&] { return rt.metrics().blocking_queue_depth == 1000; }));
  go.count_down();
  for (auto &h : all)
    rt.block_on(std::move(h));
  ASSERT_EQ(order.size(), 1000u);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(blocking_pool, starts_threads_when_closures_block) {
  runtime rt = pool_of(512);
  std::latch all_here(20);
  std::vector<join_handle<>> all;
  for (int i = 0; i != 20; ++i)
    all.push_back(rt.spawn_blocking([&] { all_here.arrive_and_wait(); }));
  for (auto &h : all)
    rt.block_on(std::move(h));
  EXPECT_GE(rt.metrics().blocking_threads, 20u);
  // The monitor adds up to as many as there are.
  EXPECT_LE(rt.metrics().blocking_threads, 40u);
}

TEST(blocking_pool, closures_that_wait_for_each_other_make_progress) {
  // Each blocks until the next, which is behind it in the queue, has run.
  runtime rt = pool_of(512);
  std::vector<std::unique_ptr<std::latch>> steps;
  for (int i = 0; i != 31; ++i)
    steps.push_back(std::make_unique<std::latch>(1));
  std::vector<join_handle<>> all;
  for (std::size_t i = 0; i != 30; ++i)
    all.push_back(rt.spawn_blocking([&, i] {
      steps[i + 1]->wait();
      steps[i]->count_down();
    }));
  all.push_back(rt.spawn_blocking([&] { steps[30]->count_down(); }));
  for (auto &h : all)
    rt.block_on(std::move(h));
}

TEST(blocking_pool, trivial_closures_need_few_threads) {
  runtime rt = pool_of(512);
  auto f = []() -> task<> {
    std::vector<join_handle<>> all;
    for (int i = 0; i != 50'000; ++i)
      all.push_back(spawn_blocking([] {}));
    for (auto &h : all)
      co_await h;
  };
  run(rt, f());
  // A handful, unless the machine keeps those that there are from running.
  EXPECT_LE(rt.metrics().blocking_threads, 256u);
}

TEST(blocking_pool, one_after_the_other_needs_one_thread) {
  runtime rt = pool_of(512);
  auto f = []() -> task<> {
    for (int i = 0; i != 2000; ++i)
      co_await spawn_blocking([] {});
  };
  run(rt, f());
  // One, and another each time that the machine kept it from running so long
  // that the monitor saw the queue stand still.
  EXPECT_LE(rt.metrics().blocking_threads, 16u);
}

TEST(blocking_pool, lets_idle_threads_end_after_the_keep_alive) {
  runtime rt = pool_of(64, 30ms);
  std::latch all_here(10);
  std::vector<join_handle<>> all;
  for (int i = 0; i != 10; ++i)
    all.push_back(rt.spawn_blocking([&] { all_here.arrive_and_wait(); }));
  for (auto &h : all)
    rt.block_on(std::move(h));
  EXPECT_TRUE(eventually([&] {
    auto m = rt.metrics();
    return m.blocking_threads == 0 && m.idle_blocking_threads == 0;
  }));
  // And starts others when they are needed.
  EXPECT_EQ(rt.block_on(rt.spawn_blocking([] { return 1; })), 1);
}

TEST(blocking_pool, keeps_idle_threads_for_the_keep_alive) {
  runtime rt = pool_of(64, 10s);
  rt.block_on(rt.spawn_blocking([] {}));
  EXPECT_TRUE(
      eventually([&] { return rt.metrics().idle_blocking_threads >= 1; }));
  std::this_thread::sleep_for(30ms);
  EXPECT_GE(rt.metrics().blocking_threads, 1u);
}

TEST(blocking_pool, shrinks_under_light_load) {
  runtime rt = pool_of(64, 50ms);
  std::latch all_here(20);
  std::vector<join_handle<>> all;
  for (int i = 0; i != 20; ++i)
    all.push_back(rt.spawn_blocking([&] { all_here.arrive_and_wait(); }));
  for (auto &h : all)
    rt.block_on(std::move(h));
  auto end = clock::now() + 10s;
  while (clock::now() < end && rt.metrics().blocking_threads > 2) {
    rt.block_on(rt.spawn_blocking([] {}));
    std::this_thread::sleep_for(2ms);
  }
  EXPECT_LE(rt.metrics().blocking_threads, 2u);
}

TEST(blocking_pool, a_zero_keep_alive_works) {
  runtime rt = pool_of(4, 0ns);
  for (int i = 0; i != 200; ++i)
    EXPECT_EQ(rt.block_on(rt.spawn_blocking([=] { return i; })), i);
}

TEST(blocking_pool, aborted_closures_do_not_hold_up_the_others) {
  runtime rt = pool_of(1);
  std::latch go(1);
  std::atomic<int> ran = 0, alive = 0;
  auto first = rt.spawn_blocking([&] { go.wait(); });
  std::vector<join_handle<>> all;
  for (int i = 0; i != 100; ++i)
    all.push_back(rt.spawn_blocking([&, c = counted(alive)] { ++ran; }));
  for (std::size_t i = 0; i < all.size(); i += 2)
    all[i].abort();
  EXPECT_EQ(alive, 50);
  go.count_down();
  for (std::size_t i = 0; i != all.size(); ++i)
    EXPECT_EQ(rt.block_on(all[i].result()).is_cancelled(), i % 2 == 0);
  EXPECT_EQ(ran, 50);
  EXPECT_EQ(alive, 0);
}

TEST(blocking_pool, aborts_race_with_the_start) {
  runtime rt = pool_of(2);
  std::atomic<int> ran = 0, alive = 0;
  int cancelled = 0;
  for (int i = 0; i != 5000; ++i) {
    auto h = rt.spawn_blocking([&, c = counted(alive)] { ++ran; });
    h.abort();
    if (rt.block_on(h.result()).is_cancelled())
      ++cancelled;
  }
  EXPECT_EQ(ran + cancelled, 5000);
  EXPECT_TRUE(eventually([&] { return alive == 0; }));
}

TEST(blocking_pool, takes_work_from_many_threads) {
  runtime rt = pool_of(4);
  std::atomic<int> ran = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t != 4; ++t)
    threads.emplace_back([&] {
      std::vector<join_handle<>> all;
      for (int i = 0; i != 3000; ++i)
        all.push_back(rt.spawn_blocking([&] { ++ran; }));
      for (auto &h : all)
        rt.block_on(std::move(h));
    });
  for (auto &t : threads)
    t.join();
  EXPECT_EQ(ran, 12'000);
}

TEST(blocking_pool, no_wake_up_is_lost_between_two_closures) {
  runtime rt = pool_of(8);
  for (int i = 0; i != 3000; ++i) {
    auto a = rt.spawn_blocking([=] { return i; });
    auto b = rt.spawn_blocking([=] { return -i; });
    ASSERT_EQ(rt.block_on(std::move(b)) + rt.block_on(std::move(a)), 0);
  }
}

TEST(blocking_pool, is_not_used_up_by_block_in_place) {
  runtime rt = pool_of(1);
  std::latch inside(1), release(1);
  auto f = [&]() -> task<> {
    block_in_place([&] {
      inside.count_down();
      release.wait();
    });
    co_return;
  };
  auto blocked = rt.spawn(f());
  inside.wait();
  EXPECT_EQ(rt.block_on(rt.spawn_blocking([] { return 1; })), 1);
  release.count_down();
  rt.block_on(std::move(blocked));
}

TEST(blocking_pool, full_does_not_stop_tasks) {
  runtime rt = pool_of(2);
  std::latch release(1);
  std::vector<join_handle<>> all;
  for (int i = 0; i != 10; ++i)
    all.push_back(rt.spawn_blocking([&] { release.wait(); }));
  auto f = []() -> task<int> {
    co_await sleep_for(1ms);
    co_return 1;
  };
  EXPECT_EQ(run(rt, f()), 1);
  release.count_down();
  for (auto &h : all)
    rt.block_on(std::move(h));
}

TEST(blocking_pool, works_with_a_current_thread_runtime) {
  runtime rt = single();
  auto f = []() -> task<int> {
    int sum = 0;
    for (int i = 0; i != 500; ++i)
      sum += co_await spawn_blocking([] { return 1; });
    co_return sum;
  };
  EXPECT_EQ(rt.block_on(f()), 500);
  EXPECT_EQ(run(rt, f()), 500);
}

} // namespace
} // namespace unblock::test
