//===- sync_semaphore_test.cpp - sync::semaphore --------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sync_support.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace unblock::test {
namespace {

using sync::semaphore;

task<> take(semaphore &s, std::size_t count, std::string &log, char name) {
  auto held = co_await s.acquire(count);
  log += name;
}

TEST(SyncSemaphore, GivesAndTakesBack) {
  semaphore s(3);
  EXPECT_EQ(s.available_permits(), 3u);
  {
    auto two = s.try_acquire(2);
    ASSERT_TRUE(two);
    EXPECT_EQ(two->count(), 2u);
    EXPECT_EQ(s.available_permits(), 1u);
    EXPECT_FALSE(s.try_acquire(2));
    EXPECT_TRUE(s.try_acquire());
  }
  EXPECT_EQ(s.available_permits(), 3u);
}

TEST(SyncSemaphore, ForgetAndAddChangeTheNumber) {
  semaphore s(2);
  s.try_acquire()->forget();
  EXPECT_EQ(s.available_permits(), 1u);
  s.add_permits(4);
  EXPECT_EQ(s.available_permits(), 5u);
  auto held = *s.try_acquire(5);
  held.release();
  EXPECT_EQ(held.count(), 0u);
  EXPECT_EQ(s.available_permits(), 5u);
}

TEST(SyncSemaphore, RefusesTooMany) {
  EXPECT_THROW(semaphore(semaphore::max_permits + 1), std::invalid_argument);
  semaphore s(semaphore::max_permits);
  EXPECT_EQ(s.available_permits(), semaphore::max_permits);
}

TEST(SyncSemaphore, WhoWantsManyIsNotOvertaken) {
  std::string log;
  on_one_thread([](std::string &out) -> task<> {
    semaphore s(0);
    auto many = spawn(take(s, 3, out, 'm'));
    auto few = spawn(take(s, 1, out, 'f'));
    co_await settle();
    s.add_permits(2);
    co_await settle();
    EXPECT_EQ(out, "");
    // Set aside for the one that is first.
    EXPECT_EQ(s.available_permits(), 0u);
    EXPECT_FALSE(s.try_acquire());
    s.add_permits(1);
    co_await many;
    co_await few;
    EXPECT_EQ(s.available_permits(), 3u);
  }(log));
  EXPECT_EQ(log, "mf");
}

TEST(SyncSemaphore, OneReleaseServesSeveral) {
  on_one_thread([]() -> task<> {
    semaphore s(0);
    std::string log;
    auto all = std::vector<join_handle<void>>();
    for (char name : {'a', 'b', 'c'})
      all.push_back(spawn(take(s, 1, log, name)));
    co_await settle();
    s.add_permits(3);
    co_await join_all(std::move(all));
    EXPECT_EQ(log.size(), 3u);
    EXPECT_EQ(s.available_permits(), 3u);
  }());
}

TEST(SyncSemaphore, AbortedFirstLetsTheNextOnesThrough) {
  on_one_thread([]() -> task<> {
    semaphore s(1);
    std::string log;
    auto many = spawn(take(s, 3, log, 'm'));
    auto few = spawn(take(s, 1, log, 'f'));
    co_await settle();
    EXPECT_EQ(log, "");
    many.abort();
    co_await few;
    EXPECT_EQ(log, "f");
    EXPECT_EQ(s.available_permits(), 1u);
  }());
}

TEST(SyncSemaphore, PermitsOfOneThatIsAbortedAfterItWasWokenGoOn) {
  on_one_thread([]() -> task<> {
    semaphore s(0);
    std::string log;
    auto a = spawn(take(s, 2, log, 'a'));
    auto b = spawn(take(s, 2, log, 'b'));
    co_await settle();
    s.add_permits(2);
    a.abort();
    co_await b;
    EXPECT_EQ(log, "b");
    EXPECT_EQ(s.available_permits(), 2u);
  }());
}

TEST(SyncSemaphore, TimeoutGivesNothingAway) {
  on_one_thread([]() -> task<> {
    semaphore s(1);
    EXPECT_FALSE(co_await timeout(2ms, s.acquire(2)));
    EXPECT_EQ(s.available_permits(), 1u);
    EXPECT_TRUE(co_await timeout(10s, s.acquire()));
  }());
}

TEST(SyncSemaphore, CloseWakesAllWithAnError) {
  on_one_thread([]() -> task<> {
    semaphore s(1);
    std::string log;
    auto held = co_await s.acquire();
    auto a = spawn(take(s, 1, log, 'a'));
    auto b = spawn(take(s, 7, log, 'b'));
    co_await settle();
    EXPECT_FALSE(s.is_closed());
    s.close();
    EXPECT_TRUE(s.is_closed());
    EXPECT_THROW(co_await a, sync::closed_error);
    EXPECT_THROW(co_await b, sync::closed_error);
    EXPECT_THROW((void)co_await s.acquire(), sync::closed_error);
    EXPECT_FALSE(s.try_acquire());
    held.release(); // Still valid.
    EXPECT_EQ(s.available_permits(), 1u);
    EXPECT_THROW((void)co_await s.acquire(), sync::closed_error);
    EXPECT_EQ(log, "");
  }());
}

TEST(SyncSemaphore, CostsBudget) {
  semaphore s(1);
  auto acquire = [&]() -> task<> { auto held = co_await s.acquire(); };
  EXPECT_GE(on_one_thread(turns_beside(acquire)), 10u);
}

TEST(SyncSemaphore, ManyThreadsKeepToTheLimit) {
  std::atomic<int> inside = 0, most = 0;
  on_many_threads([](std::atomic<int> &in, std::atomic<int> &max) -> task<> {
    semaphore s(3);
    std::vector<join_handle<void>> all;
    for (int i = 0; i != 8; ++i)
      all.push_back(
          spawn([](semaphore &limit, std::atomic<int> &now,
                   std::atomic<int> &peak, std::size_t count) -> task<> {
            for (int turn = 0; turn != 2000; ++turn) {
              auto held = co_await limit.acquire(count);
              int here = now += int(count);
              for (int seen = peak; seen < here;)
                peak.compare_exchange_weak(seen, here);
              if (turn % 8 == 0)
                co_await yield_now();
              now -= int(count);
            }
          }(s, in, max, std::size_t(1 + i % 3))));
    co_await join_all(std::move(all));
    EXPECT_EQ(s.available_permits(), 3u);
  }(inside, most));
  EXPECT_EQ(inside, 0);
  EXPECT_LE(most, 3);
}

TEST(SyncSemaphore, PlainThreadWakesATask) {
  semaphore s(0);
  std::thread thread([&] {
    std::this_thread::sleep_for(2ms);
    s.add_permits(1);
  });
  EXPECT_EQ(block_on(s.acquire()).count(), 1u);
  thread.join();
}

} // namespace
} // namespace unblock::test
