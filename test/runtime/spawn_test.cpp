// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// spawn: where it may be called, and when what it starts begins and ends.

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

task<int> value(int i) { co_return i; }

TEST(spawn, runs_a_task_and_gives_its_value) {
  runtime rt = multi();
  auto f = []() -> task<int> { co_return co_await spawn(value(3)); };
  EXPECT_EQ(run(rt, f()), 3);
}

TEST(spawn, takes_any_awaitable) {
  runtime rt = multi();
  auto f = []() -> task<int> {
    co_await spawn(sleep_for(1ms));
    co_await spawn(yield_now());
    co_return co_await spawn(spawn(value(4)));
  };
  EXPECT_EQ(run(rt, f()), 4);
}

TEST(spawn, outside_of_a_runtime_says_what_where_and_what_instead) {
  auto here = std::source_location::current();
  try {
    spawn(value(1)).detach();
    FAIL();
  } catch (const context_error &error) {
    EXPECT_EQ(error.where().line(), here.line() + 2);
    std::string text = error.what();
    EXPECT_NE(text.find("spawn was called"), text.npos) << text;
    EXPECT_NE(text.find("spawn_test.cpp:"), text.npos) << text;
    EXPECT_NE(text.find("instead"), text.npos) << text;
    EXPECT_NE(text.find("handle"), text.npos) << text;
  }
}

TEST(spawn, through_a_handle_works_on_any_thread) {
  runtime rt = multi();
  handle h = rt.handle();
  int got = 0;
  std::thread([&] { got = h.block_on(h.spawn(value(5))); }).join();
  EXPECT_EQ(got, 5);
}

TEST(spawn, works_where_a_runtime_is_entered) {
  runtime rt = multi();
  join_handle<int> h;
  {
    enter_guard inside = rt.enter();
    h = spawn(value(6));
  }
  EXPECT_THROW(spawn(value(1)).detach(), context_error);
  EXPECT_EQ(block_on(std::move(h)), 6);
}

TEST(spawn, uses_the_runtime_that_was_entered_last) {
  runtime a = single(), b = single();
  enter_guard in_a = a.enter();
  {
    enter_guard in_b = b.enter();
    spawn(value(1)).detach();
    EXPECT_EQ(b.metrics().injection_queue_depth, 1u);
  }
  EXPECT_EQ(a.metrics().injection_queue_depth, 0u);
  spawn(value(1)).detach();
  EXPECT_EQ(a.metrics().injection_queue_depth, 1u);
}

TEST(spawn, works_in_a_blocking_closure) {
  runtime rt = multi();
  auto f = []() -> task<int> {
    auto h = co_await spawn_blocking([] { return spawn(value(7)); });
    co_return co_await h;
  };
  EXPECT_EQ(run(rt, f()), 7);
}

TEST(spawn, does_not_begin_before_it_returns) {
  runtime rt = multi(1);
  auto f = []() -> task<> {
    bool began = false;
    auto inner = [&]() -> task<> {
      began = true;
      co_return;
    };
    auto h = spawn(inner());
    EXPECT_FALSE(began);
    co_await h;
    EXPECT_TRUE(began);
  };
  run(rt, f());
}

TEST(spawn, runs_every_task_once) {
  constexpr int count = 20'000;
  runtime rt = multi(4);
  std::vector<std::atomic<int>> runs(count);
  auto one = [&](int i) -> task<> {
    ++runs[static_cast<std::size_t>(i)];
    if (i % 3 == 0)
      co_await yield_now();
  };
  auto all = [&]() -> task<> {
    std::vector<join_handle<>> handles;
    for (int i = 0; i != count; ++i)
      handles.push_back(spawn(one(i)));
    for (auto &h : handles)
      co_await h;
  };
  run(rt, all());
  for (auto &n : runs)
    ASSERT_EQ(n, 1);
}

TEST(spawn, from_outside_while_all_is_asleep_is_never_lost) {
  runtime rt = multi(2);
  for (int i = 0; i != 2000; ++i)
    ASSERT_EQ(rt.block_on(rt.spawn(value(i))), i);
}

TEST(spawn, from_several_threads_at_once) {
  runtime rt = multi(2);
  std::atomic<int> ran = 0;
  auto one = [&]() -> task<> {
    ++ran;
    co_return;
  };
  std::vector<std::thread> threads;
  for (int t = 0; t != 4; ++t)
    threads.emplace_back([&] {
      std::vector<join_handle<>> handles;
      for (int i = 0; i != 2000; ++i)
        handles.push_back(rt.spawn(one()));
      for (auto &h : handles)
        rt.block_on(std::move(h));
    });
  for (auto &t : threads)
    t.join();
  EXPECT_EQ(ran, 8000);
}

TEST(spawn, uses_all_workers) {
  runtime rt = multi(3);
  std::latch all_here(3);
  auto meet = [&]() -> task<> {
    all_here.arrive_and_wait();
    co_return;
  };
  auto f = [&]() -> task<> {
    auto a = spawn(meet()), b = spawn(meet()), c = spawn(meet());
    co_await a;
    co_await b;
    co_await c;
  };
  run(rt, f());
}

TEST(spawn, a_task_that_holds_its_worker_does_not_keep_what_it_spawned) {
  runtime rt = multi(2);
  auto f = []() -> task<> {
    std::binary_semaphore ran(0);
    auto inner = [&]() -> task<> {
      ran.release();
      co_return;
    };
    auto h = spawn(inner());
    // Holds the worker: the other one has to take it.
    EXPECT_TRUE(ran.try_acquire_for(2s));
    co_await h;
  };
  for (int i = 0; i != 20 && !HasFailure(); ++i)
    run(rt, f());
}

TEST(spawn, parameters_go_when_the_task_ends_not_with_the_handle) {
  runtime rt = multi(2);
  std::atomic<int> alive = 0;
  auto h = rt.spawn([](counted) -> task<int> { co_return 1; }(counted(alive)));
  ASSERT_TRUE(eventually([&] { return h.is_finished(); }));
  EXPECT_EQ(alive, 0);
  EXPECT_EQ(block_on(std::move(h)), 1);
}

TEST(spawn, parameters_go_in_async_code) {
  runtime rt = multi(1);
  struct spawns_when_destroyed {
    bool *spawned;
    spawns_when_destroyed(bool *s) : spawned(s) {}
    spawns_when_destroyed(spawns_when_destroyed &&other) noexcept
        : spawned(std::exchange(other.spawned, nullptr)) {}
    ~spawns_when_destroyed() {
      if (!spawned)
        return;
      EXPECT_TRUE(handle::try_current());
      EXPECT_THROW(block_on(value(1)), context_error);
      *spawned = true;
    }
  };
  bool done = false;
  run(rt, [](spawns_when_destroyed) -> task<> { co_return; }(&done));
  EXPECT_TRUE(done);
}

TEST(spawn, on_another_runtime_and_joined_here) {
  runtime a = multi(1), b = multi(1);
  handle there = b.handle();
  auto inner = []() -> task<std::thread::id> {
    co_await sleep_for(1ms);
    co_return std::this_thread::get_id();
  };
  auto f = [&]() -> task<> {
    for (int i = 0; i != 100; ++i) {
      auto me = std::this_thread::get_id();
      auto other = co_await there.spawn(inner());
      EXPECT_NE(other, me);
      EXPECT_EQ(std::this_thread::get_id(), me);
    }
  };
  run(a, f());
}

TEST(spawn, handle_current_is_the_runtime_of_the_task) {
  runtime rt = multi(1);
  EXPECT_FALSE(handle::try_current());
  EXPECT_THROW((void)handle::current(), context_error);
  auto f = []() -> task<int> {
    co_return co_await handle::current().spawn(value(8));
  };
  EXPECT_EQ(run(rt, f()), 8);
}

TEST(spawn, after_the_shutdown_is_cancelled_and_never_begins) {
  runtime rt = multi(1);
  handle h = rt.handle();
  rt.shutdown_background();
  std::atomic<int> alive = 0;
  bool began = false;
  auto f = [&](counted) -> task<> {
    began = true;
    co_return;
  };
  auto spawned = h.spawn(f(counted(alive)));
  ASSERT_TRUE(eventually([&] { return spawned.is_finished(); }));
  EXPECT_EQ(alive, 0);
  EXPECT_FALSE(began);
  EXPECT_TRUE(block_on(spawned.result()).is_cancelled());
}

} // namespace
} // namespace unblock::test
