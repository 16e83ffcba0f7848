// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// runtime_metrics.

#include "testing.hpp"

#include <latch>
#include <vector>

namespace unblock::test {
namespace {

TEST(metrics, of_an_idle_runtime) {
  runtime rt = multi(3);
  runtime_metrics m = rt.metrics();
  EXPECT_EQ(m.workers, 3u);
  EXPECT_EQ(m.blocking_threads, 0u);
  EXPECT_EQ(m.idle_blocking_threads, 0u);
  EXPECT_EQ(m.blocking_queue_depth, 0u);
  EXPECT_EQ(m.injection_queue_depth, 0u);
  EXPECT_EQ(m.local_queue_depth, 0u);
  EXPECT_EQ(m.handoff_threads, 0u);
  EXPECT_EQ(m.handed_off_workers, 0u);
  EXPECT_EQ(m.timers, 0u);
  EXPECT_EQ(m.stalls, 0u);
}

TEST(metrics, of_the_blocking_pool) {
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(1)
                   .max_blocking_threads(2)
                   .build();
  std::latch release(1);
  std::vector<join_handle<>> all;
  for (int i = 0; i != 5; ++i)
    all.push_back(rt.spawn_blocking([&] { release.wait(); }));
  EXPECT_TRUE(eventually([&] {
    auto m = rt.metrics();
    return m.blocking_threads == 2 && m.blocking_queue_depth == 3 &&
           m.idle_blocking_threads == 0;
  }));
  release.count_down();
  for (auto &h : all)
    rt.block_on(std::move(h));
  EXPECT_TRUE(eventually([&] {
    auto m = rt.metrics();
    return m.idle_blocking_threads == 2 && m.blocking_queue_depth == 0;
  }));
}

TEST(metrics, of_the_queues) {
  runtime rt = multi(1);
  std::latch inside(1), release(1);
  auto hold = [&]() -> task<> {
    auto nothing = []() -> task<> { co_return; };
    for (int i = 0; i != 10; ++i)
      spawn(nothing()).detach();
    inside.count_down();
    release.wait();
    co_return;
  };
  auto nothing = []() -> task<> { co_return; };
  auto h = rt.spawn(hold());
  inside.wait();
  EXPECT_EQ(rt.metrics().local_queue_depth, 10u);
  auto a = rt.spawn(nothing()), b = rt.spawn(nothing());
  EXPECT_EQ(rt.metrics().injection_queue_depth, 2u);
  release.count_down();
  rt.block_on(std::move(h));
  rt.block_on(std::move(a));
  rt.block_on(std::move(b));
  EXPECT_EQ(rt.metrics().injection_queue_depth, 0u);
}

TEST(metrics, of_timers) {
  runtime rt = multi(1);
  std::vector<join_handle<>> all;
  for (int i = 0; i != 7; ++i)
    all.push_back(rt.spawn(sleep_for(1h)));
  EXPECT_TRUE(eventually([&] { return rt.metrics().timers == 7; }));
  for (auto &h : all)
    h.abort();
  EXPECT_TRUE(eventually([&] { return rt.metrics().timers == 0; }));
}

TEST(metrics, of_block_in_place) {
  runtime rt = multi(1);
  std::latch inside(1), release(1);
  auto f = [&]() -> task<> {
    block_in_place([&] {
      inside.count_down();
      release.wait();
    });
    co_return;
  };
  auto nothing = []() -> task<> { co_return; };
  auto h = rt.spawn(f());
  inside.wait();
  EXPECT_EQ(rt.metrics().handed_off_workers, 1u);
  EXPECT_EQ(rt.metrics().handoff_threads, 0u);
  rt.block_on(rt.spawn(nothing())); // somebody has to run it
  EXPECT_EQ(rt.metrics().handoff_threads, 1u);
  release.count_down();
  rt.block_on(std::move(h));
}

} // namespace
} // namespace unblock::test
