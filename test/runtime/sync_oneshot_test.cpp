//===- sync_oneshot_test.cpp - sync::oneshot ------------------------------===//
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
#include <utility>
#include <vector>

namespace unblock::test {
namespace {

namespace oneshot = sync::oneshot;

TEST(SyncOneshot, SentBeforeItIsReceived) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = oneshot::channel<std::unique_ptr<int>>();
    EXPECT_FALSE(tx.is_closed());
    EXPECT_TRUE(std::move(tx).send(std::make_unique<int>(5)));
    auto message = co_await std::move(rx);
    EXPECT_TRUE(message);
    EXPECT_EQ(**message, 5);
    // There is no second one.
    EXPECT_FALSE(co_await rx.recv());
    EXPECT_FALSE(rx.try_recv());
  }());
}

TEST(SyncOneshot, ReceiverWaits) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = oneshot::channel<std::string>();
    auto reply = spawn([](auto from) -> task<std::optional<std::string>> {
      co_return co_await from.recv();
    }(std::move(rx)));
    co_await settle();
    EXPECT_TRUE(std::move(tx).send("hello"));
    EXPECT_EQ(co_await reply, "hello");
  }());
}

TEST(SyncOneshot, SenderThatGoesEndsTheWait) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = oneshot::channel<int>();
    auto drop = spawn([](auto to) -> task<> {
      auto gone = std::move(to);
      co_return;
    }(std::move(tx)));
    EXPECT_FALSE(co_await rx.recv());
    co_await drop;
  }());
  auto [tx, rx] = oneshot::channel<int>();
  EXPECT_FALSE(rx.try_recv());
  {
    auto gone = std::move(tx);
  }
  EXPECT_FALSE(block_on(rx.recv()));
}

TEST(SyncOneshot, ReceiverThatIsGoneRefuses) {
  auto counted = std::make_shared<int>(0);
  auto [tx, rx] = oneshot::channel<std::shared_ptr<int>>();
  {
    auto gone = std::move(rx);
  }
  EXPECT_TRUE(tx.is_closed());
  EXPECT_FALSE(std::move(tx).send(counted));
  EXPECT_EQ(counted.use_count(), 1);
}

TEST(SyncOneshot, MessageThatIsNotReadIsDestroyed) {
  auto counted = std::make_shared<int>(0);
  {
    auto [tx, rx] = oneshot::channel<std::shared_ptr<int>>();
    EXPECT_TRUE(std::move(tx).send(counted));
    EXPECT_EQ(counted.use_count(), 2);
  }
  EXPECT_EQ(counted.use_count(), 1);
}

TEST(SyncOneshot, CloseKeepsWhatWasSent) {
  auto [tx, rx] = oneshot::channel<int>();
  EXPECT_TRUE(std::move(tx).send(1));
  rx.close();
  EXPECT_EQ(rx.try_recv(), 1);
}

TEST(SyncOneshot, CloseRefusesWhatComesLater) {
  auto counted = std::make_shared<int>(0);
  auto [tx, rx] = oneshot::channel<std::shared_ptr<int>>();
  rx.close();
  EXPECT_FALSE(rx.try_recv());
  EXPECT_FALSE(block_on(rx.recv()));
  EXPECT_FALSE(std::move(tx).send(counted));
  EXPECT_EQ(counted.use_count(), 1);
  EXPECT_FALSE(rx.try_recv());
}

TEST(SyncOneshot, SenderHearsThatItIsClosed) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = oneshot::channel<int>();
    EXPECT_FALSE(co_await timeout(2ms, tx.closed()));
    auto hears = spawn([](auto to) -> task<bool> {
      co_await to.closed();
      co_await to.closed();
      co_return std::move(to).send(1);
    }(std::move(tx)));
    co_await settle();
    EXPECT_FALSE(hears.is_finished());
    {
      auto gone = std::move(rx);
    }
    EXPECT_FALSE(co_await hears);
  }());
}

TEST(SyncOneshot, MessageOfAnAbortedReceiverStays) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = oneshot::channel<int>();
    auto receive = [](auto &from) -> task<> { (void)co_await from.recv(); };
    auto waiting = spawn(receive(rx));
    co_await settle();
    waiting.abort();
    co_await settle();
    auto woken = spawn(receive(rx));
    co_await settle();
    EXPECT_TRUE(std::move(tx).send(9));
    woken.abort();
    co_await settle();
    EXPECT_EQ(co_await rx.recv(), 9);
  }());
}

TEST(SyncOneshot, TimeoutAndSelectLeaveTheReceiverUsable) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = oneshot::channel<int>();
    auto [tx2, rx2] = oneshot::channel<int>();
    EXPECT_FALSE(co_await timeout(2ms, rx.recv()));
    EXPECT_TRUE(std::move(tx2).send(2));
    EXPECT_EQ((co_await select(rx.recv(), rx2.recv())).index(), 1u);
    EXPECT_TRUE(std::move(tx).send(1));
    EXPECT_EQ(co_await rx.recv(), 1);
  }());
}

TEST(SyncOneshot, CostsBudget) {
  auto exchange = []() -> task<> {
    auto [tx, rx] = oneshot::channel<int>();
    std::move(tx).send(1);
    EXPECT_EQ(co_await rx.recv(), 1);
  };
  EXPECT_GE(on_one_thread(turns_beside(exchange)), 10u);
}

TEST(SyncOneshot, ManyThreadsReply) {
  on_many_threads([]() -> task<> {
    for (int round = 0; round != 5000; ++round) {
      auto [tx, rx] = oneshot::channel<std::unique_ptr<int>>();
      auto other = spawn([](auto to, int value) -> task<bool> {
        co_return std::move(to).send(std::make_unique<int>(value));
      }(std::move(tx), round));
      if (round % 3 == 0) {
        // It goes while the other sends.
        {
          auto gone = std::move(rx);
        }
        co_await other;
      } else if (round % 3 == 1) {
        rx.close();
        bool sent = co_await other;
        EXPECT_EQ(rx.try_recv().has_value(), sent);
      } else {
        auto message = co_await rx.recv();
        EXPECT_TRUE(message && **message == round);
        EXPECT_TRUE(co_await other);
      }
    }
  }());
}

TEST(SyncOneshot, PlainThreadsUseIt) {
  for (int round = 0; round != 200; ++round) {
    auto [tx, rx] = oneshot::channel<int>();
    std::thread thread([to = std::move(tx), round]() mutable {
      EXPECT_TRUE(std::move(to).send(round));
    });
    EXPECT_EQ(block_on(rx.recv()), round);
    thread.join();
  }
}

} // namespace
} // namespace unblock::test
