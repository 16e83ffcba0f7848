//===- sync_notify_test.cpp - sync::notify --------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sync_support.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace unblock::test {
namespace {

using sync::notify;

task<> wait(notify &n, std::string &log, char name) {
  co_await n.notified();
  log += name;
}

TEST(SyncNotify, StoresOnePermit) {
  on_one_thread([]() -> task<> {
    notify n;
    n.notify_one();
    n.notify_one();
    co_await n.notified();
    EXPECT_FALSE(co_await timeout(2ms, n.notified()));
  }());
}

TEST(SyncNotify, NotifiesOneAfterTheOtherInOrder) {
  on_one_thread([]() -> task<> {
    notify n;
    std::string log;
    auto a = spawn(wait(n, log, 'a'));
    auto b = spawn(wait(n, log, 'b'));
    co_await settle();
    n.notify_one();
    co_await settle();
    EXPECT_EQ(log, "a");
    n.notify_one();
    n.notify_one(); // Nobody else waits: stored.
    co_await b;
    EXPECT_EQ(log, "ab");
    co_await n.notified();
    co_await a;
  }());
}

TEST(SyncNotify, NotifyWaitersWakesAllAndStoresNothing) {
  on_one_thread([]() -> task<> {
    notify n;
    std::string log;
    auto a = spawn(wait(n, log, 'a'));
    auto b = spawn(wait(n, log, 'b'));
    co_await settle();
    n.notify_waiters();
    co_await a;
    co_await b;
    EXPECT_EQ(log.size(), 2u);
    EXPECT_FALSE(co_await timeout(2ms, n.notified()));
  }());
}

TEST(SyncNotify, NotifyWaitersCountsFromTheCallOfNotified) {
  on_one_thread([]() -> task<> {
    notify n;
    auto before = n.notified();
    n.notify_waiters();
    auto after = n.notified();
    co_await std::move(before);
    EXPECT_FALSE(co_await timeout(2ms, std::move(after)));
  }());
}

TEST(SyncNotify, AbortedWaiterLosesItsPlace) {
  on_one_thread([]() -> task<> {
    notify n;
    std::string log;
    auto a = spawn(wait(n, log, 'a'));
    auto b = spawn(wait(n, log, 'b'));
    co_await settle();
    a.abort();
    co_await settle();
    n.notify_one();
    co_await b;
    EXPECT_EQ(log, "b");
  }());
}

TEST(SyncNotify, NotificationOfOneThatIsAbortedGoesToTheNext) {
  on_one_thread([]() -> task<> {
    notify n;
    std::string log;
    auto a = spawn(wait(n, log, 'a'));
    auto b = spawn(wait(n, log, 'b'));
    co_await settle();
    n.notify_one();
    a.abort();
    co_await b;
    EXPECT_EQ(log, "b");
  }());
}

TEST(SyncNotify, NotificationOfTheOnlyOneThatIsAbortedIsStored) {
  on_one_thread([]() -> task<> {
    notify n;
    std::string log;
    auto a = spawn(wait(n, log, 'a'));
    co_await settle();
    n.notify_one();
    a.abort();
    co_await settle();
    co_await n.notified();
    EXPECT_EQ(log, "");
  }());
}

TEST(SyncNotify, NotifyWaitersIsNotPassedOn) {
  on_one_thread([]() -> task<> {
    notify n;
    std::string log;
    auto a = spawn(wait(n, log, 'a'));
    co_await settle();
    n.notify_waiters();
    a.abort();
    co_await settle();
    EXPECT_FALSE(co_await timeout(2ms, n.notified()));
  }());
}

TEST(SyncNotify, SelectLeavesThePermitOfTheLoser) {
  on_one_thread([]() -> task<> {
    notify n, m;
    n.notify_one();
    m.notify_one();
    EXPECT_EQ((co_await select(n.notified(), m.notified())).index(), 0u);
    co_await m.notified();
  }());
}

TEST(SyncNotify, CostsBudget) {
  notify n;
  auto notified = [&]() -> task<> {
    n.notify_one();
    co_await n.notified();
  };
  EXPECT_GE(on_one_thread(turns_beside(notified)), 10u);
}

TEST(SyncNotify, TheOneThatIsWokenMayDestroyIt) {
  for (int round = 0; round != 500; ++round) {
    auto n = std::make_unique<notify>();
    std::thread thread([raw = n.get()] { raw->notify_one(); });
    block_on(n->notified());
    n.reset();
    thread.join();
  }
}

TEST(SyncNotify, ManyThreadsHandABallOn) {
  on_many_threads([]() -> task<> {
    std::vector<notify> places(4);
    std::size_t passes = 0;
    std::vector<join_handle<void>> all;
    for (std::size_t i = 0; i != places.size(); ++i)
      all.push_back(
          spawn([](notify &mine, notify &next, std::size_t &count) -> task<> {
            for (int turn = 0; turn != 3000; ++turn) {
              co_await mine.notified();
              ++count;
              next.notify_one();
            }
          }(places[i], places[(i + 1) % places.size()], passes)));
    places[0].notify_one();
    co_await join_all(std::move(all));
    EXPECT_EQ(passes, 12'000u);
  }());
}

TEST(SyncNotify, NoNotificationIsLostAmongAborts) {
  on_many_threads([]() -> task<> {
    for (int round = 0; round != 1000; ++round) {
      notify n;
      std::string first, second;
      auto a = spawn(wait(n, first, 'a'));
      auto b = spawn(wait(n, second, 'b'));
      auto waker = spawn([](notify &to) -> task<> {
        to.notify_one();
        co_return;
      }(n));
      a.abort();
      auto end = co_await a.result();
      co_await waker;
      if (!end.is_cancelled())
        n.notify_one();
      co_await b;
    }
  }());
}

} // namespace
} // namespace unblock::test
