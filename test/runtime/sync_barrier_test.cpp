//===- sync_barrier_test.cpp - sync::barrier ------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sync_support.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace unblock::test {
namespace {

using sync::barrier;

TEST(SyncBarrier, LetsAllGoWhenTheLastComes) {
  on_one_thread([]() -> task<> {
    barrier b(3);
    std::string log;
    auto come = [](barrier &at, std::string &out, char name) -> task<bool> {
      bool leader = co_await at.wait();
      out += name;
      co_return leader;
    };
    for (int round = 0; round != 3; ++round) {
      log.clear();
      auto x = spawn(come(b, log, 'x'));
      auto y = spawn(come(b, log, 'y'));
      co_await settle();
      EXPECT_EQ(log, "");
      auto z = spawn(come(b, log, 'z'));
      EXPECT_FALSE(co_await x);
      EXPECT_FALSE(co_await y);
      EXPECT_TRUE(co_await z);
      EXPECT_EQ(log.size(), 3u);
    }
  }());
}

TEST(SyncBarrier, ForOneAndForNoneNeverWaits) {
  on_one_thread([]() -> task<> {
    barrier one(1), none(0);
    EXPECT_TRUE(co_await one.wait());
    EXPECT_TRUE(co_await none.wait());
    EXPECT_TRUE(co_await none.wait());
  }());
}

TEST(SyncBarrier, WhoIsAbortedHasNotCome) {
  on_one_thread([]() -> task<> {
    barrier b(2);
    auto come = [](barrier &at) -> task<bool> { co_return co_await at.wait(); };
    auto gone = spawn(come(b));
    co_await settle();
    gone.abort();
    co_await settle();
    EXPECT_FALSE(co_await timeout(2ms, b.wait()));
    auto other = spawn(come(b));
    EXPECT_EQ(co_await b.wait() + co_await other, 1);
  }());
}

TEST(SyncBarrier, AbortAfterTheWakeUpChangesNothing) {
  on_one_thread([]() -> task<> {
    barrier b(2);
    auto come = [](barrier &at) -> task<bool> { co_return co_await at.wait(); };
    auto gone = spawn(come(b));
    co_await settle();
    EXPECT_TRUE(co_await b.wait());
    gone.abort();
    co_await settle();
    EXPECT_FALSE(co_await timeout(2ms, b.wait()));
  }());
}

TEST(SyncBarrier, CostsBudget) {
  barrier b(1);
  auto wait = [&]() -> task<> { co_await b.wait(); };
  EXPECT_GE(on_one_thread(turns_beside(wait)), 10u);
}

TEST(SyncBarrier, ManyThreadsGoRoundByRound) {
  on_many_threads([]() -> task<> {
    barrier b(5);
    std::atomic<int> arrived = 0, leaders = 0;
    std::vector<join_handle<void>> all;
    for (int i = 0; i != 5; ++i)
      all.push_back(spawn([](barrier &at, std::atomic<int> &come,
                             std::atomic<int> &led) -> task<> {
        for (int round = 1; round <= 2000; ++round) {
          ++come;
          led += co_await at.wait();
          EXPECT_GE(come, 5 * round);
        }
      }(b, arrived, leaders)));
    co_await join_all(std::move(all));
    EXPECT_EQ(leaders, 2000);
  }());
}

TEST(SyncBarrier, PlainThreadsBlockOnIt) {
  barrier b(3);
  std::atomic<int> leaders = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i != 3; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round != 200; ++round)
        leaders += block_on(b.wait());
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(leaders, 200);
}

} // namespace
} // namespace unblock::test
