//===- sync_watch_test.cpp - sync::watch ----------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sync_support.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace unblock::test {
namespace {

namespace watch = sync::watch;

TEST(SyncWatch, KeepsTheLatestValue) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = watch::channel<std::string>("a");
    EXPECT_EQ(rx.get(), "a");
    EXPECT_FALSE(rx.has_changed());
    EXPECT_TRUE(tx.send("b"));
    EXPECT_TRUE(tx.send("c"));
    EXPECT_EQ(tx.get(), "c");
    EXPECT_TRUE(rx.has_changed());
    EXPECT_EQ(rx.get(), "c");
    EXPECT_TRUE(rx.has_changed()); // To look is not to have seen.
    EXPECT_TRUE(co_await rx.changed());
    EXPECT_FALSE(rx.has_changed());
    EXPECT_TRUE(tx.send("d"));
    EXPECT_EQ(rx.get_and_update(), "d");
    EXPECT_FALSE(rx.has_changed());
    EXPECT_FALSE(co_await timeout(2ms, rx.changed()));
  }());
}

TEST(SyncWatch, CopiesAndSubscribersSeeForThemselves) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = watch::channel<int>(0);
    tx.send(1);
    auto copy = rx;
    auto late = tx.subscribe();
    EXPECT_EQ(tx.receiver_count(), 3u);
    EXPECT_TRUE(co_await rx.changed());
    EXPECT_TRUE(copy.has_changed());
    EXPECT_FALSE(late.has_changed());
  }());
}

TEST(SyncWatch, ModifiesInPlace) {
  auto [tx, rx] = watch::channel<std::vector<int>>({});
  tx.send_modify([](std::vector<int> &v) { v.push_back(1); });
  EXPECT_TRUE(rx.has_changed());
  EXPECT_EQ(rx.get_and_update(), std::vector<int>{1});
  EXPECT_FALSE(tx.send_if_modified([](std::vector<int> &) { return false; }));
  EXPECT_FALSE(rx.has_changed());
  EXPECT_TRUE(tx.send_if_modified([](std::vector<int> &v) {
    v.clear();
    return true;
  }));
  EXPECT_TRUE(rx.has_changed());
  EXPECT_EQ(tx.send_replace({2, 3}), std::vector<int>{});
  EXPECT_EQ(rx.get_and_update(), (std::vector<int>{2, 3}));
  EXPECT_THROW(tx.send_modify([](auto &) { throw std::runtime_error("no"); }),
               std::runtime_error);
  EXPECT_FALSE(rx.has_changed());
  EXPECT_TRUE(tx.send({4}));
}

TEST(SyncWatch, WithoutReceiversSendIsRefused) {
  auto [tx, rx] = watch::channel<int>(1);
  EXPECT_FALSE(tx.is_closed());
  {
    auto gone = std::move(rx);
  }
  EXPECT_TRUE(tx.is_closed());
  EXPECT_FALSE(tx.send(2));
  EXPECT_EQ(tx.get(), 1);
  EXPECT_EQ(tx.send_replace(3), 1);
  EXPECT_EQ(tx.subscribe().get(), 3);
}

TEST(SyncWatch, WakesAllThatWait) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = watch::channel<int>(0);
    auto follow = [](auto from) -> task<int> {
      int last = from.get();
      while (co_await from.changed())
        last = from.get();
      co_return last;
    };
    auto a = spawn(follow(rx)), b = spawn(follow(rx));
    co_await settle();
    tx.send(1);
    co_await settle();
    tx.send(2);
    {
      auto gone = std::move(tx);
    } // What was sent last is still seen.
    EXPECT_EQ(co_await a, 2);
    EXPECT_EQ(co_await b, 2);
    EXPECT_FALSE(co_await rx.changed() && co_await rx.changed());
    EXPECT_EQ(rx.get(), 2);
  }());
}

TEST(SyncWatch, SenderHearsThatNobodyListens) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = watch::channel<int>(0);
    auto copy = std::optional(rx);
    EXPECT_FALSE(co_await timeout(2ms, tx.closed()));
    auto hears = spawn([](auto to) -> task<> { co_await to.closed(); }(tx));
    co_await settle();
    {
      auto gone = std::move(rx);
    }
    co_await settle();
    EXPECT_FALSE(hears.is_finished());
    copy.reset();
    co_await hears;
    co_await tx.closed();
  }());
}

TEST(SyncWatch, AbortedReceiverMissesNothing) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = watch::channel<int>(0);
    auto wait = [](auto &from) -> task<> { (void)co_await from.changed(); };
    auto waiting = spawn(wait(rx));
    co_await settle();
    waiting.abort();
    co_await settle();
    auto woken = spawn(wait(rx));
    co_await settle();
    tx.send(1);
    woken.abort();
    co_await settle();
    EXPECT_TRUE(rx.has_changed());
    EXPECT_TRUE(co_await rx.changed());
    EXPECT_EQ((co_await select(rx.changed(), sleep_for(1ms))).index(), 1u);
  }());
}

TEST(SyncWatch, CostsBudget) {
  auto [tx, rx] = watch::channel<int>(0);
  auto changing = [&]() -> task<> {
    tx.send(1);
    EXPECT_TRUE(co_await rx.changed());
  };
  EXPECT_GE(on_one_thread(turns_beside(changing)), 10u);
}

TEST(SyncWatch, ManyThreadsSeeTheLastValue) {
  on_many_threads([]() -> task<> {
    auto [tx, rx] = watch::channel<int>(0);
    auto follow = [](auto from) -> task<int> {
      int last = 0;
      while (co_await from.changed()) {
        int next = from.get();
        EXPECT_GE(next, last);
        last = next;
      }
      co_return last;
    };
    std::vector<join_handle<int>> all;
    for (int i = 0; i != 6; ++i)
      all.push_back(spawn(follow(rx)));
    auto counts = [](auto to) -> task<> {
      for (int i = 0; i != 3000; ++i) {
        to.send_modify([](int &n) { ++n; });
        if (i % 8 == 0)
          co_await yield_now();
      }
    };
    auto a = spawn(counts(tx)), b = spawn(counts(std::move(tx)));
    for (int last : co_await join_all(std::move(all)))
      EXPECT_EQ(last, 6000);
    co_await a;
    co_await b;
  }());
}

TEST(SyncWatch, PlainThreadsUseIt) {
  auto [tx, rx] = watch::channel<int>(0);
  std::thread thread([to = std::move(tx)] {
    for (int i = 1; i <= 500; ++i)
      EXPECT_TRUE(to.send(i));
  });
  while (block_on(rx.changed())) {
  }
  EXPECT_EQ(rx.get(), 500);
  thread.join();
}

} // namespace
} // namespace unblock::test
