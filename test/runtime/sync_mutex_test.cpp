//===- sync_mutex_test.cpp - sync::mutex ----------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sync_support.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace unblock::test {
namespace {

using sync::mutex;

task<> enter(mutex &m, std::string &log, char name) {
  mutex::guard held = co_await m.lock();
  log += name;
  co_await yield_now();
  log += name;
}

TEST(SyncMutex, ExcludesAndServesInOrder) {
  std::string log;
  on_one_thread([](std::string &out) -> task<> {
    mutex m;
    std::vector<join_handle<void>> all;
    for (char name : {'a', 'b', 'c', 'd'})
      all.push_back(spawn(enter(m, out, name)));
    co_await join_all(std::move(all));
  }(log));
  EXPECT_EQ(log, "aabbccdd");
}

TEST(SyncMutex, TryLockFailsWhileItIsHeldOrWanted) {
  on_one_thread([]() -> task<> {
    mutex m;
    std::string log;
    std::optional<mutex::guard> held = m.try_lock();
    EXPECT_TRUE(held);
    EXPECT_TRUE(held->owns_lock());
    EXPECT_FALSE(m.try_lock());
    auto waiting = spawn(enter(m, log, 'w'));
    co_await settle();
    held.reset();
    // It is the other's already, though that has not run yet.
    EXPECT_EQ(log, "");
    EXPECT_FALSE(m.try_lock());
    co_await waiting;
    EXPECT_TRUE(m.try_lock());
  }());
}

TEST(SyncMutex, GuardsMoveAndUnlockEarly) {
  mutex m, n;
  mutex::guard a = *m.try_lock();
  mutex::guard b = std::move(a);
  EXPECT_FALSE(a);
  EXPECT_TRUE(b);
  b = *n.try_lock();
  EXPECT_TRUE(m.try_lock());
  EXPECT_FALSE(n.try_lock());
  b.unlock();
  EXPECT_FALSE(b.owns_lock());
  EXPECT_TRUE(n.try_lock());
}

TEST(SyncMutex, WaiterThatIsAbortedLosesItsPlace) {
  on_one_thread([]() -> task<> {
    mutex m;
    std::string log;
    auto held = co_await m.lock();
    auto a = spawn(enter(m, log, 'a'));
    auto b = spawn(enter(m, log, 'b'));
    co_await settle();
    a.abort();
    co_await settle();
    held.unlock();
    co_await b;
    EXPECT_EQ(log, "bb");
    EXPECT_TRUE((co_await a.result()).is_cancelled());
  }());
}

TEST(SyncMutex, LastWaiterThatIsAbortedLeavesTheMutexFree) {
  on_one_thread([]() -> task<> {
    mutex m;
    std::string log;
    auto held = co_await m.lock();
    auto a = spawn(enter(m, log, 'a'));
    co_await settle();
    a.abort();
    co_await settle();
    held.unlock();
    EXPECT_TRUE(m.try_lock());
  }());
}

TEST(SyncMutex, LockOfOneThatIsAbortedAfterItWasWokenGoesOn) {
  on_one_thread([]() -> task<> {
    mutex m;
    std::string log;
    auto held = co_await m.lock();
    auto a = spawn(enter(m, log, 'a'));
    auto b = spawn(enter(m, log, 'b'));
    co_await settle();
    held.unlock(); // a is woken,
    a.abort();     // but does not run any more.
    co_await b;
    EXPECT_EQ(log, "bb");
    EXPECT_TRUE(m.try_lock());
  }());
}

TEST(SyncMutex, TimeoutLeavesTheQueue) {
  on_one_thread([]() -> task<> {
    mutex m;
    auto held = co_await m.lock();
    EXPECT_FALSE(co_await timeout(2ms, m.lock()));
    held.unlock();
    auto again = co_await timeout(10s, m.lock());
    EXPECT_TRUE(again);
  }());
}

TEST(SyncMutex, SelectTakesOneOfTwo) {
  on_one_thread([]() -> task<> {
    mutex m, n;
    auto held = co_await m.lock();
    auto first = co_await select(m.lock(), n.lock());
    EXPECT_EQ(first.index(), 1u);
    held.unlock();
    EXPECT_TRUE(m.try_lock());
    EXPECT_FALSE(n.try_lock());
  }());
}

TEST(SyncMutex, BranchesOfOneTaskShareIt) {
  std::string log;
  on_one_thread([](std::string &out) -> task<> {
    mutex m;
    co_await join_all(enter(m, out, 'a'), enter(m, out, 'b'));
  }(log));
  EXPECT_EQ(log, "aabb");
}

TEST(SyncMutex, CostsBudget) {
  mutex m;
  auto lock = [&]() -> task<> { auto held = co_await m.lock(); };
  EXPECT_GE(on_one_thread(turns_beside(lock)), 10u);
  EXPECT_TRUE(m.try_lock());
}

task<> lock_for_ever(mutex &m, std::size_t &count) {
  for (;; ++count)
    auto held = co_await m.lock();
}

TEST(SyncMutex, NobodyHoldsItWhileTheBudgetIsMissing) {
  on_one_thread([]() -> task<> {
    mutex m;
    std::size_t count = 0;
    auto busy = spawn(lock_for_ever(m, count));
    co_await yield_now(); // It has used up its turn,
    auto held = m.try_lock();
    EXPECT_TRUE(held);
    std::size_t before = count;
    EXPECT_GT(before, 0u);
    co_await settle(); // tries again, and has to wait,
    EXPECT_EQ(count, before);
    held.reset();
    co_await settle(); // and goes on.
    EXPECT_GT(count, before);
    busy.abort();
    co_await settle();
    EXPECT_TRUE(m.try_lock());
  }());
}

TEST(SyncMutex, AbortWhileTheBudgetIsMissingLeavesNothing) {
  on_one_thread([]() -> task<> {
    mutex m;
    std::size_t count = 0;
    auto busy = spawn(lock_for_ever(m, count));
    co_await yield_now();
    busy.abort();
    co_await settle();
    EXPECT_TRUE(m.try_lock());
    auto waits = spawn(lock_for_ever(m, count));
    co_await yield_now();
    auto held = m.try_lock();
    co_await settle();
    waits.abort();
    co_await settle();
    held.reset();
    EXPECT_TRUE(m.try_lock());
  }());
}

TEST(SyncMutex, BlockingOnALockOfTheTaskBelowThrows) {
  on_many_threads([]() -> task<> {
    mutex m;
    auto held = co_await m.lock();
    block_in_place([&] {
      try {
        (void)block_on(m.lock());
        ADD_FAILURE() << "it should not have got the lock";
      } catch (const context_error &error) {
        // Where it was acquired.
        EXPECT_NE(std::string(error.what()).find("sync_mutex_test.cpp"),
                  std::string::npos);
      }
    });
    held.unlock();
    block_in_place([&] { EXPECT_TRUE(block_on(m.lock())); });
  }());
}

TEST(SyncMutex, MayBeDestroyedByTheOneThatHeldItLast) {
  on_many_threads([]() -> task<> {
    for (int round = 0; round != 2000; ++round) {
      auto m = std::make_unique<mutex>();
      auto held = co_await m->lock();
      auto other = spawn([](std::unique_ptr<mutex> mine) -> task<> {
        (void)co_await mine->lock();
      }(std::move(m)));
      held.unlock();
      co_await other;
    }
  }());
}

TEST(SyncMutex, ManyThreadsCount) {
  std::size_t count = 0;
  on_many_threads([](std::size_t &n) -> task<> {
    mutex m;
    std::vector<join_handle<void>> all;
    for (int i = 0; i != 8; ++i)
      all.push_back(spawn([](mutex &guarded, std::size_t &sum) -> task<> {
        for (int turn = 0; turn != 5000; ++turn) {
          auto held = co_await guarded.lock();
          ++sum;
          if (turn % 16 == 0)
            co_await yield_now();
        }
      }(m, n)));
    co_await join_all(std::move(all));
  }(count));
  EXPECT_EQ(count, 40'000u);
}

TEST(SyncMutex, PlainThreadsBlockOnIt) {
  mutex m;
  std::size_t count = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i != 4; ++i)
    threads.emplace_back([&] {
      for (int turn = 0; turn != 1000; ++turn) {
        auto held = block_on(m.lock());
        ++count;
      }
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(count, 4000u);
}

} // namespace
} // namespace unblock::test
