// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// The end of a runtime.

#include "testing.hpp"

#include <latch>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

namespace unblock::test {
namespace {

task<> sleep_long(counted) { co_await sleep_for(1h); }

TEST(shutdown, destroys_suspended_tasks) {
  for (bool current : {false, true}) {
    std::atomic<int> alive = 0;
    {
      runtime rt = current ? single() : multi();
      for (int i = 0; i != 100; ++i)
        rt.spawn(sleep_long(counted(alive))).detach();
      rt.block_on(sleep_for(2ms));
    }
    EXPECT_EQ(alive, 0);
  }
}

TEST(shutdown, destroys_tasks_that_never_began) {
  std::atomic<int> alive = 0;
  std::vector<join_handle<>> all;
  {
    runtime rt = single();
    for (int i = 0; i != 100; ++i)
      all.push_back(rt.spawn(sleep_long(counted(alive))));
    EXPECT_EQ(alive, 100);
  }
  EXPECT_EQ(alive, 0);
  for (auto &h : all)
    EXPECT_TRUE(block_on(h.result()).is_cancelled());
}

TEST(shutdown, destroys_what_waits_for_each_other) {
  std::atomic<int> alive = 0;
  {
    runtime rt = multi();
    auto mutex = std::make_shared<sync::mutex>();
    auto f = [](std::shared_ptr<sync::mutex> m, counted) -> task<> {
      auto lock = co_await m->lock();
      co_await sleep_for(1h);
    };
    for (int i = 0; i != 50; ++i)
      rt.spawn(f(mutex, counted(alive))).detach();
    rt.block_on(sleep_for(2ms));
  }
  EXPECT_EQ(alive, 0);
}

TEST(shutdown, cancels_queued_blocking_work_and_waits_for_started) {
  std::atomic<int> ran = 0, alive = 0;
  std::vector<join_handle<>> queued;
  join_handle<int> started;
  {
    runtime rt = runtime::builder::multi_thread()
                     .worker_threads(1)
                     .max_blocking_threads(1)
                     .build();
    std::latch inside(1);
    started = rt.spawn_blocking([&] {
      inside.count_down();
      std::this_thread::sleep_for(30ms);
      return 7;
    });
    inside.wait();
    for (int i = 0; i != 20; ++i)
      queued.push_back(rt.spawn_blocking([&, c = counted(alive)] { ++ran; }));
  }
  EXPECT_EQ(ran, 0);
  EXPECT_EQ(alive, 0);
  EXPECT_TRUE(started.is_finished());
  EXPECT_EQ(block_on(std::move(started)), 7);
  for (auto &h : queued)
    EXPECT_TRUE(block_on(h.result()).is_cancelled());
}

TEST(shutdown, waits_for_block_in_place) {
  std::atomic<bool> ended = false;
  {
    runtime rt = multi(1);
    std::latch inside(1);
    auto f = [&]() -> task<> {
      block_in_place([&] {
        inside.count_down();
        std::this_thread::sleep_for(20ms);
        ended = true;
      });
      co_return;
    };
    rt.spawn(f()).detach();
    inside.wait();
  }
  EXPECT_TRUE(ended);
}

TEST(shutdown, a_block_on_in_block_in_place_ends) {
  // It waits for a task that the shutdown cancels.
  runtime rt = multi(1);
  std::latch inside(1);
  bool cancelled = false;
  auto f = [&]() -> task<> {
    block_in_place([&] {
      auto inner = spawn(sleep_for(1h));
      inside.count_down();
      cancelled = block_on(inner.result()).is_cancelled();
    });
    co_return;
  };
  rt.spawn(f()).detach();
  inside.wait();
  EXPECT_TRUE(rt.shutdown_timeout(20s));
  EXPECT_TRUE(cancelled);
}

TEST(shutdown, timeout_returns_in_time) {
  std::latch release(1), inside(1);
  runtime rt = multi(1);
  auto h = rt.spawn_blocking([&] {
    inside.count_down();
    release.wait();
    return 1;
  });
  inside.wait();
  auto begin = clock::now();
  EXPECT_FALSE(rt.shutdown_timeout(20ms));
  EXPECT_GE(clock::now() - begin, 20ms);
  EXPECT_LT(clock::now() - begin, 10s);
  EXPECT_FALSE(h.is_finished());
  release.count_down();
  EXPECT_EQ(block_on(std::move(h)), 1);
}

TEST(shutdown, timeout_of_an_idle_runtime_is_immediate) {
  runtime rt = multi();
  rt.block_on(rt.spawn_blocking([] {}));
  auto begin = clock::now();
  EXPECT_TRUE(rt.shutdown_timeout(1h));
  EXPECT_LT(clock::now() - begin, 20s);
}

TEST(shutdown, background_waits_for_nothing) {
  std::latch release(1), inside(1);
  std::atomic<int> alive = 0;
  join_handle<int> h;
  {
    runtime rt = multi(1);
    h = rt.spawn_blocking([&] {
      inside.count_down();
      release.wait();
      return 2;
    });
    inside.wait();
    rt.spawn(sleep_long(counted(alive))).detach();
    rt.shutdown_background();
  } // the destructor does not wait either
  EXPECT_TRUE(eventually([&] { return alive == 0; }));
  EXPECT_FALSE(h.is_finished());
  release.count_down();
  EXPECT_EQ(block_on(std::move(h)), 2);
}

TEST(shutdown, grace_limits_the_destructor) {
  std::latch release(1), inside(1);
  auto begin = clock::now();
  join_handle<> h;
  {
    runtime rt = runtime::builder::multi_thread()
                     .worker_threads(1)
                     .shutdown_grace(10ms)
                     .build();
    h = rt.spawn_blocking([&] {
      inside.count_down();
      release.wait();
    });
    inside.wait();
  }
  EXPECT_LT(clock::now() - begin, 10s);
  release.count_down();
  block_on(std::move(h));
}

TEST(shutdown, twice_is_once) {
  runtime rt = multi();
  EXPECT_TRUE(rt.shutdown_timeout(10s));
  EXPECT_TRUE(rt.shutdown_timeout(10s));
  rt.shutdown_background();
}

TEST(shutdown, of_a_moved_runtime) {
  std::atomic<int> alive = 0;
  {
    runtime a = multi();
    a.spawn(sleep_long(counted(alive))).detach();
    runtime b = std::move(a);
    b.block_on(yield_now());
  }
  EXPECT_EQ(alive, 0);
}

TEST(shutdown, in_async_code) {
  runtime outer = multi(1);
  std::atomic<int> alive = 0;
  auto f = [&]() -> task<> {
    {
      runtime inner = multi(1);
      inner.spawn(sleep_long(counted(alive))).detach();
      EXPECT_THROW(inner.shutdown_timeout(1s), context_error);
      inner.shutdown_background();
    }
    {
      runtime inner = multi(1);
      inner.spawn(sleep_long(counted(alive))).detach();
    } // acts as shutdown_background
    co_return;
  };
  run(outer, f());
  EXPECT_TRUE(eventually([&] { return alive == 0; }));
}

TEST(shutdown, by_a_task_of_the_runtime_itself) {
  auto rt = std::make_unique<runtime>(multi(2));
  std::latch ended(1);
  auto f = [&](std::unique_ptr<runtime> own) -> task<> {
    own.reset();
    ended.count_down();
    co_return;
  };
  handle h = rt->handle();
  h.spawn(f(std::move(rt))).detach();
  ended.wait();
}

TEST(shutdown, what_is_spawned_afterwards_is_cancelled) {
  for (bool current : {false, true}) {
    runtime rt = current ? single() : multi();
    handle h = rt.handle();
    EXPECT_TRUE(rt.shutdown_timeout(10s));
    std::atomic<int> alive = 0;
    auto t = h.spawn(sleep_long(counted(alive)));
    auto b = h.spawn_blocking([c = counted(alive)] { return 1; });
    EXPECT_TRUE(block_on(t.result()).is_cancelled());
    EXPECT_TRUE(block_on(b.result()).is_cancelled());
    EXPECT_EQ(alive, 0);
  }
}

TEST(shutdown, destructors_may_spawn_and_wake) {
  struct spawns {
    std::atomic<int> *alive;
    sync::notify *bell;
    explicit spawns(std::atomic<int> &a, sync::notify &b)
        : alive(&a), bell(&b) {}
    ~spawns() {
      bell->notify_waiters();
      bell->notify_one();
      if (auto here = handle::try_current())
        here->spawn(sleep_long(counted(*alive))).detach();
    }
  };
  for (bool current : {false, true}) {
    std::atomic<int> alive = 0;
    sync::notify bell;
    {
      runtime rt = current ? single() : multi();
      auto waits = [&](counted) -> task<> { co_await bell.notified(); };
      auto holds = [&](counted) -> task<> {
        spawns s(alive, bell);
        co_await sleep_for(1h);
      };
      for (int i = 0; i != 20; ++i) {
        rt.spawn(waits(counted(alive))).detach();
        rt.spawn(holds(counted(alive))).detach();
      }
      rt.block_on(sleep_for(2ms));
    }
    EXPECT_EQ(alive, 0);
  }
}

task<> chained(join_handle<> next, counted) {
  struct aborts {
    join_handle<> *next;
    ~aborts() { next->abort(); }
  } guard{&next};
  co_await next;
}

TEST(shutdown, a_chain_of_a_hundred_thousand_tasks_does_not_overflow_the_stack) {
  for (bool current : {false, true}) {
    std::atomic<int> alive = 0;
    {
      runtime rt = current ? single() : multi(1);
      auto f = [&]() -> task<> {
        auto next = spawn(sleep_long(counted(alive)));
        for (int i = 0; i != 100'000; ++i)
          next = spawn(chained(std::move(next), counted(alive)));
        next.detach();
        for (int i = 0; i != 1000; ++i)
          co_await yield_now();
      };
      run(rt, f());
    }
    EXPECT_EQ(alive, 0);
  }
}

TEST(shutdown, the_end_of_such_a_chain_neither) {
  std::atomic<int> alive = 0;
  runtime rt = multi(1);
  auto pass = [](join_handle<> next, counted) -> task<> { co_await next; };
  auto f = [&]() -> task<> {
    sync::notify go;
    auto first = [&]() -> task<> { co_await go.notified(); };
    auto next = spawn(first());
    for (int i = 0; i != 100'000; ++i)
      next = spawn(pass(std::move(next), counted(alive)));
    for (int i = 0; i != 1000; ++i)
      co_await yield_now();
    go.notify_one();
    co_await next;
  };
  run(rt, f());
  EXPECT_EQ(alive, 0);
}

TEST(shutdown, while_other_threads_spawn) {
  for (int round = 0; round != 50; ++round) {
    std::atomic<int> alive = 0;
    std::vector<std::thread> threads;
    {
      runtime rt = multi(2);
      std::latch begun(3);
      for (int t = 0; t != 3; ++t)
        threads.emplace_back([&, h = rt.handle()] {
          begun.count_down();
          for (int i = 0; i != 200; ++i) {
            auto spawned = h.spawn(sleep_long(counted(alive)));
            auto blocking = h.spawn_blocking([c = counted(alive)] {});
            if (i % 2)
              spawned.abort();
            (void)block_on(blocking.result());
          }
        });
      begun.wait();
    }
    for (auto &t : threads)
      t.join();
    EXPECT_TRUE(eventually([&] { return alive == 0; })) << alive;
  }
}

TEST(shutdown, wakes_those_who_wait_on_other_runtimes) {
  runtime other = multi(1);
  auto rt = std::make_unique<runtime>(multi(1));
  std::atomic<int> alive = 0;
  auto h = rt->spawn(sleep_long(counted(alive)));
  auto waits = [](join_handle<> h) -> task<bool> {
    auto how = co_await h.result();
    co_return how.is_cancelled();
  };
  auto waiting = other.spawn(waits(std::move(h)));
  other.block_on(sleep_for(1ms));
  rt.reset();
  EXPECT_TRUE(other.block_on(std::move(waiting)));
}

} // namespace
} // namespace unblock::test
