// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// block_on: where a thread may wait for async work, and where it may not.

#include "testing.hpp"

#include <latch>
#include <memory>
#include <source_location>
#include <stdexcept>
#include <string>
#include <vector>

namespace unblock::test {
namespace {

task<int> value(int i) {
  co_await yield_now();
  co_return i;
}

TEST(block_on, gives_the_value) {
  runtime rt = multi();
  EXPECT_EQ(rt.block_on(value(1)), 1);
  EXPECT_EQ(rt.handle().block_on(value(2)), 2);
}

TEST(block_on, rethrows) {
  runtime rt = multi();
  auto f = []() -> task<int> {
    co_await sleep_for(1ms);
    throw std::runtime_error("this");
  };
  EXPECT_EQ(text_of<std::runtime_error>([&] { rt.block_on(f()); }), "this");
}

TEST(block_on, takes_any_awaitable) {
  runtime rt = multi();
  rt.block_on(sleep_for(1ms));
  rt.block_on(yield_now());
  EXPECT_EQ(rt.block_on(rt.spawn(value(3))), 3);
  auto [a, b] = rt.block_on(join_all(value(4), value(5)));
  EXPECT_EQ(a + b, 9);
  EXPECT_EQ(rt.block_on(timeout(1h, value(6))), 6);
}

TEST(block_on, runs_the_work_on_the_calling_thread) {
  runtime rt = multi();
  auto f = []() -> task<std::thread::id> {
    co_await sleep_for(1ms);
    co_return std::this_thread::get_id();
  };
  EXPECT_EQ(rt.block_on(f()), std::this_thread::get_id());
}

TEST(block_on, destroys_the_parameters_before_it_returns) {
  runtime rt = multi();
  std::atomic<int> alive = 0;
  auto f = [](counted) -> task<> { co_await yield_now(); };
  rt.block_on(f(counted(alive)));
  EXPECT_EQ(alive, 0);
}

TEST(block_on, makes_the_runtime_current_and_restores_what_was) {
  runtime a = multi(1), b = multi(1);
  auto f = []() -> task<int> { co_return co_await spawn(value(7)); };
  EXPECT_EQ(a.block_on(f()), 7);
  EXPECT_FALSE(handle::try_current());
  enter_guard inside = b.enter();
  EXPECT_EQ(a.block_on(f()), 7);
  EXPECT_TRUE(handle::try_current());
  EXPECT_EQ(block_on(f()), 7);
}

TEST(block_on, from_several_threads_at_once) {
  runtime rt = multi(2);
  std::atomic<int> sum = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t != 8; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i != 200; ++i)
        sum += rt.block_on(rt.spawn(value(1)));
    });
  for (auto &t : threads)
    t.join();
  EXPECT_EQ(sum, 1600);
}

//===----------------------------------------------------------------------===//
// In async code
//===----------------------------------------------------------------------===//

TEST(block_on, in_a_task_says_what_where_and_what_instead) {
  runtime rt = multi();
  std::atomic<int> alive = 0;
  auto work = [](counted) -> task<> { co_return; };
  auto f = [&]() -> task<std::string> {
    auto here = std::source_location::current();
    try {
      block_on(work(counted(alive)));
    } catch (const context_error &error) {
      EXPECT_EQ(error.where().line(), here.line() + 2);
      co_return error.what();
    }
    co_return "";
  };
  std::string text = run(rt, f());
  EXPECT_EQ(alive, 0);
  EXPECT_NE(text.find("block_on was called in async code"), text.npos) << text;
  EXPECT_NE(text.find("block_on_test.cpp:"), text.npos) << text;
  EXPECT_NE(text.find("instead, co_await"), text.npos) << text;
  EXPECT_NE(text.find("block_in_place"), text.npos) << text;
}

TEST(block_on, in_the_work_of_a_block_on_throws) {
  runtime rt = multi();
  auto f = []() -> task<> {
    EXPECT_THROW(block_on(value(1)), context_error);
    co_await yield_now();
    EXPECT_THROW(block_on(value(1)), context_error);
  };
  rt.block_on(f());
  block_on(f()); // without a runtime, too
  EXPECT_EQ(rt.block_on(value(1)), 1);
}

TEST(block_on, of_another_runtime_in_async_code_throws) {
  runtime rt = multi(), other = multi(1);
  auto f = [&]() -> task<> {
    EXPECT_THROW(other.block_on(value(1)), context_error);
    co_return;
  };
  run(rt, f());
}

TEST(block_on, in_every_branch_of_a_combinator_throws) {
  runtime rt = multi();
  auto f = []() -> task<> {
    co_await yield_now();
    EXPECT_THROW(block_on(value(1)), context_error);
  };
  run(rt, join_all(f(), f()));
  run(rt, timeout(1h, f()));
}

//===----------------------------------------------------------------------===//
// Where it is allowed
//===----------------------------------------------------------------------===//

TEST(block_on, in_a_blocking_closure) {
  runtime rt = multi(1);
  auto f = []() -> task<int> {
    co_return co_await spawn_blocking([] { return block_on(spawn(value(8))); });
  };
  EXPECT_EQ(run(rt, f()), 8);
}

TEST(block_on, through_a_handle_in_a_blocking_closure) {
  runtime rt = multi(1);
  handle h = rt.handle();
  EXPECT_EQ(rt.block_on(rt.spawn_blocking(
                [h] { return h.block_on(h.spawn(value(9))); })),
            9);
}

TEST(block_on, in_block_in_place) {
  runtime rt = multi(1);
  auto f = []() -> task<int> {
    co_await yield_now();
    int inside = block_in_place([] { return block_on(spawn(value(10))); });
    co_await yield_now();
    co_return inside;
  };
  for (int i = 0; i != 100; ++i)
    EXPECT_EQ(run(rt, f()), 10);
}

TEST(block_on, in_block_in_place_in_block_on) {
  runtime rt = multi(1);
  auto f = []() -> task<int> {
    co_return block_in_place([] { return block_on(spawn(value(11))); });
  };
  EXPECT_EQ(rt.block_on(f()), 11);
}

task<int> nested(int depth) {
  co_await yield_now();
  if (depth == 0)
    co_return 0;
  int below = block_in_place([=] { return block_on(nested(depth - 1)); });
  co_await yield_now();
  co_return below + 1;
}

TEST(block_on, nests_with_block_in_place) {
  runtime rt = multi(1);
  EXPECT_EQ(run(rt, nested(10)), 10);
  EXPECT_EQ(rt.block_on(nested(10)), 10);
  EXPECT_LE(rt.metrics().handoff_threads, 1u);
}

task<int> nested_spawns(int depth) {
  if (depth == 0)
    co_return 0;
  co_return 1 + block_in_place(
                    [=] { return block_on(spawn(nested_spawns(depth - 1))); });
}

TEST(block_on, nests_with_spawned_tasks_within_the_bound_of_threads) {
  runtime rt = multi(1);
  EXPECT_EQ(run(rt, nested_spawns(20)), 20);
  EXPECT_LE(rt.metrics().handoff_threads, 64u);
}

TEST(block_on, in_block_in_place_without_a_replacement_left_throws) {
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(1)
                   .max_handoff_threads(2)
                   .build();
  std::string text = text_of<context_error>([&] { run(rt, nested_spawns(20)); });
  EXPECT_NE(text.find("replacement threads"), text.npos) << text;
  EXPECT_NE(text.find("max_handoff_threads"), text.npos) << text;
  // And the runtime is as good as new, once all have come back.
  EXPECT_TRUE(eventually([&] {
    try {
      return run(rt, nested_spawns(2)) == 2;
    } catch (const context_error &) {
      return false;
    }
  }));
}

TEST(block_on, of_another_runtime_in_block_in_place) {
  runtime rt = multi(1), other = multi(1);
  auto f = [&]() -> task<int> {
    co_return block_in_place([&] { return run(other, value(12)); });
  };
  EXPECT_EQ(run(rt, f()), 12);
}

//===----------------------------------------------------------------------===//
// Without a runtime
//===----------------------------------------------------------------------===//

TEST(block_on, without_a_runtime_serves_channels_between_threads) {
  auto [tx, rx] = sync::mpsc::channel<int>(2);
  std::thread sender([tx = std::move(tx)]() mutable {
    auto f = [&]() -> task<> {
      for (int i = 0; i != 1000; ++i)
        EXPECT_TRUE(co_await tx.send(i));
    };
    block_on(f());
    auto last = std::move(tx);
  });
  auto f = [&rx = rx]() -> task<int> {
    int count = 0;
    while (auto got = co_await rx.recv())
      EXPECT_EQ(*got, count++);
    co_return count;
  };
  EXPECT_EQ(block_on(f()), 1000);
  sender.join();
}

TEST(block_on, without_a_runtime_cannot_spawn_or_sleep) {
  auto f = []() -> task<> {
    EXPECT_THROW(spawn(value(1)).detach(), context_error);
    EXPECT_THROW(spawn_blocking([] {}).detach(), context_error);
    std::string text;
    try {
      co_await sleep_for(1ms);
    } catch (const context_error &error) {
      text = error.what();
    }
    EXPECT_NE(text.find("timer"), text.npos) << text;
    EXPECT_NE(text.find("block_on_test.cpp:"), text.npos) << text;
    bool limited = false;
    try {
      (void)co_await timeout(1ms, yield_now());
    } catch (const context_error &) {
      limited = true;
    }
    EXPECT_TRUE(limited);
  };
  block_on(f());
}

TEST(block_on, without_a_runtime_runs_combinators) {
  auto [a, b] = block_on(join_all(value(1), value(2)));
  EXPECT_EQ(a + b, 3);
}

//===----------------------------------------------------------------------===//
// At and after the shutdown
//===----------------------------------------------------------------------===//

TEST(block_on, after_the_shutdown_runs_but_cannot_spawn_or_sleep) {
  runtime rt = multi();
  handle h = rt.handle();
  rt.shutdown_background();
  EXPECT_EQ(h.block_on(value(1)), 1);
  auto f = []() -> task<> {
    auto spawned = spawn(value(1));
    auto how = co_await spawned.result();
    EXPECT_TRUE(how.is_cancelled());
    auto blocking = spawn_blocking([] {});
    auto end = co_await blocking.result();
    EXPECT_TRUE(end.is_cancelled());
    EXPECT_THROW(co_await sleep_for(1ms), context_error);
  };
  h.block_on(f());
}

TEST(block_on, that_sleeps_while_the_runtime_shuts_down_throws) {
  for (bool current : {false, true}) {
    runtime rt = current ? single() : multi(1);
    handle h = rt.handle();
    std::latch asleep(1);
    std::string text;
    std::thread sleeper([&] {
      auto f = [&]() -> task<> {
        asleep.count_down();
        co_await sleep_for(1h);
      };
      text = text_of<context_error>([&] { h.block_on(f()); });
    });
    asleep.wait();
    std::this_thread::sleep_for(5ms);
    rt.shutdown_timeout(10s);
    sleeper.join();
    EXPECT_NE(text.find("shut down"), text.npos) << text;
  }
}

TEST(block_on, that_waits_for_a_task_when_the_runtime_shuts_down_learns_it) {
  for (bool current : {false, true}) {
    runtime rt = current ? single() : multi(1);
    handle h = rt.handle();
    std::latch spawned(1);
    std::thread waiter([&] {
      auto f = [&]() -> task<> {
        auto t = spawn(sleep_for(1h));
        spawned.count_down();
        auto how = co_await t.result();
        EXPECT_TRUE(how.is_cancelled());
      };
      h.block_on(f());
    });
    spawned.wait();
    std::this_thread::sleep_for(5ms);
    rt.shutdown_timeout(10s);
    waiter.join();
  }
}

TEST(block_on, sleeps_race_with_the_shutdown_and_none_hangs) {
  for (int i = 0; i != 200; ++i) {
    runtime rt = multi(1);
    handle h = rt.handle();
    std::atomic<bool> begun = false;
    std::thread sleeper([&] {
      auto f = [&]() -> task<> {
        for (;;) {
          begun = true;
          co_await sleep_for(100us);
        }
      };
      EXPECT_THROW(h.block_on(f()), context_error);
    });
    while (!begun)
      std::this_thread::yield();
    rt.shutdown_background();
    sleeper.join();
  }
}

} // namespace
} // namespace unblock::test
