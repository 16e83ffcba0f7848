// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// What users of Tokio complained about (docs/runtime/complaints.md), one test
// for each. Numbers are issues of tokio-rs/tokio.

#include "testing.hpp"

#include <latch>
#include <memory>
#include <string>
#include <vector>

namespace unblock::test {
namespace {

// 1923, 5338, 589.
TEST(complaint, shutdown_hangs_on_a_blocking_task_without_a_timeout_offered) {
  auto release = std::make_shared<std::latch>(1);
  auto inside = std::make_shared<std::latch>(1);
  auto closure = [=] {
    inside->count_down();
    release->wait();
  };
  auto begin = clock::now();
  std::vector<join_handle<>> left;
  {
    runtime rt = runtime::builder::multi_thread()
                     .worker_threads(1)
                     .shutdown_grace(10ms)
                     .build();
    left.push_back(rt.spawn_blocking(closure));
    inside->wait();
  }
  {
    runtime rt = multi(1);
    left.push_back(rt.spawn_blocking([=] { release->wait(); }));
    rt.shutdown_timeout(10ms);
  }
  {
    runtime rt = multi(1);
    left.push_back(rt.spawn_blocking([=] { release->wait(); }));
    rt.shutdown_background();
  }
  EXPECT_LT(clock::now() - begin, 10s);
  release->count_down();
  for (auto &h : left)
    (void)block_on(h.result());
}

// 2327.
TEST(complaint, block_in_place_inside_spawn_blocking_fails) {
  runtime rt = multi(1);
  EXPECT_EQ(rt.block_on(rt.spawn_blocking(
                [] { return block_in_place([] { return 1; }); })),
            1);
}

// 7368.
TEST(complaint, workers_vanish_when_it_is_called_from_a_local_task) {
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(2)
                   .thread_keep_alive(10ms)
                   .thread_name("vanish")
                   .build();
  auto local = []() -> task<bool> {
    try {
      block_in_place([] {});
    } catch (const context_error &) {
      co_return true;
    }
    co_return false;
  };
  auto drives_a_local_runtime = [&]() -> task<bool> {
    co_return block_in_place([&] {
      runtime inner = single();
      return inner.block_on(inner.spawn(local()));
    });
  };
  for (int i = 0; i != 50; ++i)
    EXPECT_TRUE(run(rt, drives_a_local_runtime()));
  EXPECT_TRUE(
      eventually([] { return threads_named("vanish-worker") == 2; }));
  std::latch both(2);
  auto meet = [&]() -> task<> {
    both.arrive_and_wait();
    co_return;
  };
  auto a = rt.spawn(meet()), b = rt.spawn(meet());
  rt.block_on(std::move(a));
  rt.block_on(std::move(b));
}

// The seeds' 112 threads; 5239.
TEST(complaint, nested_calls_grow_the_number_of_threads) {
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(2)
                   .max_handoff_threads(8)
                   .thread_name("nesting")
                   .build();
  auto nests = []() -> task<> {
    block_in_place([] {
      block_in_place([] {
        block_in_place([] { std::this_thread::sleep_for(1ms); });
      });
    });
    co_return;
  };
  std::vector<join_handle<>> all;
  for (int i = 0; i != 112; ++i)
    all.push_back(rt.spawn(nests()));
  std::size_t most = 0;
  for (auto &h : all) {
    rt.block_on(std::move(h));
    most = std::max(most, threads_named("nesting-worker"));
  }
  EXPECT_LE(most, 10u);
}

// 2528, 7757, 8470: submitting waits for no lock that a busy pool holds.
TEST(complaint, blocking_pool_queue_contention) {
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(2)
                   .max_blocking_threads(4)
                   .build();
  std::atomic<int> ran = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t != 8; ++t)
    threads.emplace_back([&] {
      std::vector<join_handle<>> all;
      for (int i = 0; i != 2000; ++i)
        all.push_back(rt.spawn_blocking([&] { ++ran; }));
      for (auto &h : all)
        rt.block_on(std::move(h));
    });
  for (auto &t : threads)
    t.join();
  EXPECT_EQ(ran, 16'000);
}

// 1838.
TEST(complaint, a_panic_message_that_does_not_say_what_to_do) {
  auto says = [](const std::string &text) {
    EXPECT_NE(text.find("was called"), text.npos) << text;
    EXPECT_NE(text.find("complaints_test.cpp:"), text.npos) << text;
    EXPECT_NE(text.find("instead, "), text.npos) << text;
  };
  auto nothing = []() -> task<> { co_return; };
  says(text_of<context_error>([&] { spawn(nothing()).detach(); }));
  says(text_of<context_error>([] { spawn_blocking([] {}).detach(); }));
  says(text_of<context_error>([] { (void)handle::current(); }));
  runtime rt = single();
  auto f = [&]() -> task<> {
    says(text_of<context_error>([] { block_in_place([] {}); }));
    says(text_of<context_error>([&] { block_on(nothing()); }));
    says(text_of<context_error>([&] { rt.shutdown_timeout(1s); }));
    co_return;
  };
  rt.block_on(f());
}

// Reproduced: 203 threads stay.
TEST(complaint, the_pool_does_not_shrink_under_light_load) {
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(1)
                   .thread_keep_alive(50ms)
                   .build();
  std::latch all_here(100);
  std::vector<join_handle<>> spike;
  for (int i = 0; i != 100; ++i)
    spike.push_back(rt.spawn_blocking([&] { all_here.arrive_and_wait(); }));
  for (auto &h : spike)
    rt.block_on(std::move(h));
  auto end = clock::now() + 10s;
  while (clock::now() < end && rt.metrics().blocking_threads > 8) {
    rt.block_on(rt.spawn_blocking([] {}));
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_LE(rt.metrics().blocking_threads, 8u);
}

// 4730, and the pool and all workers blocked: an unrelated task starts.
TEST(complaint, one_blocking_task_stops_everything) {
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(2)
                   .max_blocking_threads(2)
                   .build();
  std::latch release(1), inside(4);
  auto blocks = [&]() -> task<> {
    block_in_place([&] {
      inside.count_down();
      release.wait();
    });
    co_return;
  };
  std::vector<join_handle<>> all;
  for (int i = 0; i != 2; ++i) {
    all.push_back(rt.spawn(blocks()));
    all.push_back(rt.spawn_blocking([&] {
      inside.count_down();
      release.wait();
    }));
  }
  inside.wait();
  auto now = []() -> task<clock::time_point> { co_return clock::now(); };
  auto best = clock::duration::max();
  for (int i = 0; i != 10; ++i) {
    auto begin = clock::now();
    best = std::min(best, rt.block_on(rt.spawn(now())) - begin);
  }
  EXPECT_LT(best, 20ms);
  release.count_down();
  for (auto &h : all)
    rt.block_on(std::move(h));
}

// 4941, 6596.
TEST(complaint, the_task_in_the_lifo_slot_is_stranded) {
  runtime rt = multi(2);
  auto f = []() -> task<bool> {
    std::atomic<bool> ran = false;
    auto other = [&]() -> task<> {
      ran = true;
      co_return;
    };
    auto h = spawn(other());
    bool in_time = eventually([&] { return ran.load(); }, 10s);
    co_await h;
    co_return in_time;
  };
  for (int i = 0; i != 5; ++i)
    EXPECT_TRUE(run(rt, f()));
}

// 6463.
TEST(complaint, block_in_place_with_block_on_inside_hangs_at_shutdown) {
  std::latch inside(1);
  {
    runtime rt = multi(1);
    auto f = [&]() -> task<> {
      block_in_place([&] {
        inside.count_down();
        EXPECT_THROW(block_on(sleep_for(1h)), context_error);
      });
      co_return;
    };
    rt.spawn(f()).detach();
    inside.wait();
    std::this_thread::sleep_for(5ms);
  }
}

// An abort of queued work took effect when its turn came.
TEST(complaint, an_aborted_closure_is_reported_when_it_is_dequeued) {
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(1)
                   .max_blocking_threads(1)
                   .build();
  std::latch release(1);
  auto first = rt.spawn_blocking([&] { release.wait(); });
  auto second = rt.spawn_blocking([] {});
  second.abort();
  EXPECT_TRUE(second.is_finished());
  release.count_down();
  rt.block_on(std::move(first));
}

} // namespace
} // namespace unblock::test
