// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// on_thread_start and on_thread_stop.

#include "testing.hpp"

#include <mutex>
#include <set>

namespace unblock::test {
namespace {

TEST(hooks, are_called_by_every_thread_first_and_last) {
  std::mutex mutex;
  std::set<std::thread::id> started, stopped;
  std::atomic<int> starts = 0, stops = 0;
  bool task_after_start = false, closure_after_start = false;
  auto has_started = [&] {
    std::lock_guard lock(mutex);
    return started.contains(std::this_thread::get_id());
  };
  {
    runtime rt = runtime::builder::multi_thread()
                     .worker_threads(2)
                     .on_thread_start([&] {
                       std::lock_guard lock(mutex);
                       started.insert(std::this_thread::get_id());
                       ++starts;
                     })
                     .on_thread_stop([&] {
                       std::lock_guard lock(mutex);
                       stopped.insert(std::this_thread::get_id());
                       ++stops;
                     })
                     .build();
    auto f = [&]() -> task<> {
      task_after_start = has_started();
      co_return;
    };
    run(rt, f());
    rt.block_on(rt.spawn_blocking([&] { closure_after_start = has_started(); }));
    EXPECT_GE(starts, 2);
    EXPECT_EQ(stops, 0);
  }
  EXPECT_TRUE(task_after_start);
  EXPECT_TRUE(closure_after_start);
  EXPECT_TRUE(eventually([&] { return stops == starts; }));
  std::lock_guard lock(mutex);
  EXPECT_EQ(started, stopped);
}

TEST(hooks, stop_is_called_when_an_idle_thread_ends) {
  std::atomic<int> stops = 0;
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(1)
                   .thread_keep_alive(10ms)
                   .on_thread_stop([&] { ++stops; })
                   .build();
  rt.block_on(rt.spawn_blocking([] {}));
  EXPECT_TRUE(eventually([&] { return stops >= 1; }));
}

TEST(hooks, threads_of_the_user_are_not_concerned) {
  std::set<std::thread::id> seen;
  std::mutex mutex;
  {
    runtime rt = runtime::builder::current_thread()
                     .on_thread_start([&] {
                       std::lock_guard lock(mutex);
                       seen.insert(std::this_thread::get_id());
                     })
                     .build();
    rt.block_on(rt.spawn_blocking([] {}));
  }
  EXPECT_GE(seen.size(), 1u);
  EXPECT_FALSE(seen.contains(std::this_thread::get_id()));
}

} // namespace
} // namespace unblock::test
