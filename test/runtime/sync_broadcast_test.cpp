//===- sync_broadcast_test.cpp - sync::broadcast --------------------------===//
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
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

namespace unblock::test {
namespace {

namespace broadcast = sync::broadcast;
using broadcast::closed;
using broadcast::lagged;
using got = broadcast::received<int>;

TEST(SyncBroadcast, EveryReceiverGetsAll) {
  on_one_thread([]() -> task<> {
    auto [tx, a] = broadcast::channel<int>(4);
    EXPECT_EQ(tx.send(1), 1u);
    auto b = tx.subscribe();
    EXPECT_EQ(tx.receiver_count(), 2u);
    EXPECT_EQ(tx.send(2), 2u);
    EXPECT_EQ(co_await a.recv(), got(1));
    EXPECT_EQ(co_await a.recv(), got(2));
    EXPECT_EQ(co_await b.recv(), got(2)); // From when it came.
    EXPECT_FALSE(a.try_recv());
    EXPECT_FALSE(b.try_recv());
  }());
}

TEST(SyncBroadcast, WithoutReceiversNothingIsKept) {
  auto counted = std::make_shared<int>(0);
  auto [tx, rx] = broadcast::channel<std::shared_ptr<int>>(4);
  {
    auto gone = std::move(rx);
  }
  EXPECT_EQ(tx.send(counted), 0u);
  EXPECT_EQ(counted.use_count(), 1);
  auto late = tx.subscribe();
  EXPECT_FALSE(late.try_recv());
  EXPECT_THROW(broadcast::channel<int>(0), std::invalid_argument);
}

TEST(SyncBroadcast, MessageGoesWhenAllHaveHadIt) {
  auto counted = std::make_shared<int>(0);
  auto [tx, a] = broadcast::channel<std::shared_ptr<int>>(4);
  {
    auto b = tx.subscribe();
    EXPECT_EQ(tx.send(counted), 2u);
    EXPECT_TRUE(a.try_recv());
    EXPECT_EQ(counted.use_count(), 2);
  } // b goes without having looked.
  EXPECT_EQ(counted.use_count(), 1);
}

TEST(SyncBroadcast, SlowReceiverIsTold) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = broadcast::channel<int>(3);
    auto quick = tx.subscribe();
    for (int i = 0; i != 8; ++i) {
      EXPECT_EQ(tx.send(i), 2u);
      EXPECT_EQ(co_await quick.recv(), got(i));
    }
    EXPECT_EQ(co_await rx.recv(), got(lagged{5}));
    for (int i = 5; i != 8; ++i)
      EXPECT_EQ(co_await rx.recv(), got(i));
    EXPECT_FALSE(rx.try_recv());
  }());
}

TEST(SyncBroadcast, OverwrittenMessageIsDestroyed) {
  auto counted = std::make_shared<int>(0);
  auto [tx, rx] = broadcast::channel<std::shared_ptr<int>>(2);
  for (int i = 0; i != 10; ++i)
    tx.send(counted);
  EXPECT_EQ(counted.use_count(), 3);
  {
    auto gone = std::move(rx);
  }
  EXPECT_EQ(counted.use_count(), 1);
}

TEST(SyncBroadcast, EndsAfterTheLastMessage) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = broadcast::channel<int>(4);
    auto sums = spawn([](auto from) -> task<int> {
      int sum = 0;
      for (;;) {
        auto next = co_await from.recv();
        if (std::holds_alternative<closed>(next))
          co_return sum;
        sum += std::get<int>(next);
      }
    }(std::move(rx)));
    co_await settle();
    auto copy = std::optional(tx);
    tx.send(1);
    {
      auto gone = std::move(tx);
    }
    co_await settle();
    EXPECT_FALSE(sums.is_finished());
    copy->send(2);
    copy.reset();
    EXPECT_EQ(co_await sums, 3);
  }());
}

TEST(SyncBroadcast, AbortedReceiverLosesNothing) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = broadcast::channel<int>(4);
    auto receive = [](auto &from) -> task<> { (void)co_await from.recv(); };
    auto waiting = spawn(receive(rx));
    co_await settle();
    waiting.abort();
    co_await settle();
    auto woken = spawn(receive(rx));
    co_await settle();
    tx.send(1);
    woken.abort();
    co_await settle();
    EXPECT_EQ(co_await rx.recv(), got(1));
    EXPECT_FALSE(co_await timeout(2ms, rx.recv()));
    tx.send(2);
    EXPECT_EQ((co_await select(sleep_for(1h), rx.recv())).index(), 1u);
  }());
}

TEST(SyncBroadcast, CopyThatThrowsReachesTheReceiver) {
  struct fragile {
    fragile() = default;
    fragile(fragile &&) noexcept = default;
    fragile(const fragile &) { throw std::runtime_error("no copy"); }
  };
  auto [tx, rx] = broadcast::channel<fragile>(2);
  tx.send({});
  EXPECT_THROW(rx.try_recv(), std::runtime_error);
  EXPECT_FALSE(rx.try_recv());
}

TEST(SyncBroadcast, CostsBudget) {
  auto [tx, rx] = broadcast::channel<int>(4);
  auto receiving = [&]() -> task<> {
    tx.send(1);
    EXPECT_EQ(co_await rx.recv(), got(1));
  };
  EXPECT_GE(on_one_thread(turns_beside(receiving)), 10u);
}

TEST(SyncBroadcast, ManyThreadsCountEveryMessage) {
  on_many_threads([]() -> task<> {
    constexpr std::uint64_t senders = 3, each = 2000;
    auto [tx, first] = broadcast::channel<std::uint64_t>(64);
    auto count = [](auto from) -> task<std::uint64_t> {
      std::uint64_t seen = 0;
      for (;;) {
        auto next = co_await from.recv();
        if (std::holds_alternative<closed>(next))
          co_return seen;
        auto *missed = std::get_if<lagged>(&next);
        seen += missed ? missed->missed : 1;
      }
    };
    std::vector<join_handle<std::uint64_t>> counts;
    for (int i = 0; i != 3; ++i)
      counts.push_back(spawn(count(tx.subscribe())));
    counts.push_back(spawn(count(std::move(first))));
    for (std::uint64_t i = 0; i != senders; ++i)
      spawn([](auto to) -> task<> {
        for (std::uint64_t n = 0; n != each; ++n) {
          to.send(n);
          if (n % 32 == 0)
            co_await yield_now();
        }
      }(tx))
          .detach();
    {
      auto gone = std::move(tx);
    }
    for (std::uint64_t seen : co_await join_all(std::move(counts)))
      EXPECT_EQ(seen, senders * each);
  }());
}

TEST(SyncBroadcast, ReceiversComeAndGo) {
  on_many_threads([]() -> task<> {
    auto [tx, rx] = broadcast::channel<std::string>(8);
    auto sends = spawn([](auto to) -> task<> {
      for (int n = 0; n != 5000; ++n) {
        to.send(std::to_string(n));
        if (n % 16 == 0)
          co_await yield_now();
      }
    }(tx));
    std::vector<join_handle<void>> all;
    for (int i = 0; i != 4; ++i)
      all.push_back(spawn([](auto to) -> task<> {
        for (int round = 0; round != 300; ++round) {
          auto mine = to.subscribe();
          (void)mine.try_recv();
          co_await yield_now();
        }
      }(tx)));
    co_await sends;
    co_await join_all(std::move(all));
    EXPECT_EQ(tx.receiver_count(), 1u);
  }());
}

TEST(SyncBroadcast, PlainThreadsUseIt) {
  auto [tx, rx] = broadcast::channel<int>(1024);
  std::thread thread([to = std::move(tx)] {
    for (int i = 0; i != 500; ++i)
      to.send(i);
  });
  for (int i = 0; i != 500; ++i)
    EXPECT_EQ(block_on(rx.recv()), got(i));
  EXPECT_EQ(block_on(rx.recv()), got(closed()));
  thread.join();
}

} // namespace
} // namespace unblock::test
