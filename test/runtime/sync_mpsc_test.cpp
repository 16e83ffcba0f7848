//===- sync_mpsc_test.cpp - sync::mpsc ------------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sync_support.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace unblock::test {
namespace {

namespace mpsc = sync::mpsc;
using mpsc::send_status;

static_assert(std::is_copy_constructible_v<mpsc::sender<int>>);
static_assert(!std::is_copy_constructible_v<mpsc::receiver<int>>);
static_assert(std::is_copy_constructible_v<mpsc::unbounded_sender<int>>);
static_assert(!std::is_copy_constructible_v<mpsc::unbounded_receiver<int>>);

//===----------------------------------------------------------------------===//
// Bounded
//===----------------------------------------------------------------------===//

task<bool> send(mpsc::sender<int> to, int message) {
  co_return co_await to.send(message);
}

TEST(SyncMpsc, KeepsTheOrderRoundTheRing) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = mpsc::channel<std::unique_ptr<int>>(3);
    EXPECT_EQ(tx.capacity(), 3u);
    int sent = 0, received = 0;
    for (int fill : {2, 3, 1, 3, 2}) {
      while (sent - received < fill)
        EXPECT_TRUE(co_await tx.send(std::make_unique<int>(sent++)));
      while (sent - received > 1)
        EXPECT_EQ(**co_await rx.recv(), received++);
    }
  }());
}

TEST(SyncMpsc, TrySendSaysWhy) {
  auto [tx, rx] = mpsc::channel<std::unique_ptr<int>>(1);
  auto message = std::make_unique<int>(1);
  EXPECT_EQ(tx.try_send(std::move(message)), send_status::sent);
  EXPECT_FALSE(message);
  message = std::make_unique<int>(2);
  EXPECT_EQ(tx.try_send(std::move(message)), send_status::full);
  EXPECT_TRUE(message); // Still the caller's.
  EXPECT_EQ(**rx.try_recv(), 1);
  EXPECT_FALSE(rx.try_recv());
  EXPECT_FALSE(tx.is_closed());
  rx.close();
  EXPECT_TRUE(tx.is_closed());
  EXPECT_EQ(tx.try_send(std::move(message)), send_status::closed);
  EXPECT_TRUE(message);
  EXPECT_THROW(mpsc::channel<int>(0), std::invalid_argument);
}

TEST(SyncMpsc, SendersThatWaitAreServedInOrder) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = mpsc::channel<int>(1);
    EXPECT_TRUE(co_await tx.send(0));
    std::vector<join_handle<bool>> all;
    for (int i = 1; i != 4; ++i)
      all.push_back(spawn(send(tx, i)));
    co_await settle();
    EXPECT_EQ(co_await rx.recv(), 0);
    // The place went to the first that waits.
    EXPECT_EQ(tx.try_send(9), send_status::full);
    for (int i = 1; i != 4; ++i)
      EXPECT_EQ(co_await rx.recv(), i);
    for (auto &sent : all)
      EXPECT_TRUE(co_await sent);
    EXPECT_EQ(tx.try_send(9), send_status::sent);
  }());
}

TEST(SyncMpsc, EndsWhenAllSendersAreGone) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = mpsc::channel<int>(4);
    EXPECT_TRUE(co_await tx.send(1));
    auto copy = std::optional(tx);
    auto ends = spawn([](auto from) -> task<int> {
      int count = 0;
      while (co_await from.recv())
        ++count;
      co_return count;
    }(std::move(rx)));
    {
      auto gone = std::move(tx);
    }
    co_await settle();
    EXPECT_FALSE(ends.is_finished());
    EXPECT_TRUE(co_await copy->send(2));
    copy.reset();
    EXPECT_EQ(co_await ends, 2);
  }());
}

TEST(SyncMpsc, CloseRefusesAndKeepsTheQueue) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = mpsc::channel<int>(2);
    EXPECT_TRUE(co_await tx.send(1));
    EXPECT_TRUE(co_await tx.send(2));
    auto waiting = spawn(send(tx, 3));
    co_await settle();
    rx.close();
    EXPECT_FALSE(co_await waiting);
    EXPECT_FALSE(co_await tx.send(4));
    EXPECT_EQ(co_await rx.recv(), 1);
    EXPECT_EQ(co_await rx.recv(), 2);
    EXPECT_FALSE(co_await rx.recv());
  }());
}

TEST(SyncMpsc, ReceiverThatGoesDestroysTheQueueAndWakesSenders) {
  on_one_thread([]() -> task<> {
    auto counted = std::make_shared<int>(0);
    auto [tx, rx] = mpsc::channel<std::shared_ptr<int>>(2);
    EXPECT_TRUE(co_await tx.send(counted));
    EXPECT_TRUE(co_await tx.send(counted));
    auto waiting = spawn([](auto to, auto message) -> task<bool> {
      co_return co_await to.send(std::move(message));
    }(tx, counted));
    co_await settle();
    EXPECT_EQ(counted.use_count(), 4);
    {
      auto gone = std::move(rx);
    }
    EXPECT_FALSE(co_await waiting);
    EXPECT_EQ(counted.use_count(), 1);
    EXPECT_TRUE(tx.is_closed());
  }());
}

TEST(SyncMpsc, AbortedSenderHasNotSent) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = mpsc::channel<int>(1);
    EXPECT_TRUE(co_await tx.send(0));
    auto gone = spawn(send(tx, 1));
    auto stays = spawn(send(tx, 2));
    co_await settle();
    gone.abort();
    co_await settle();
    EXPECT_FALSE(co_await timeout(2ms, tx.send(3)));
    EXPECT_EQ(co_await rx.recv(), 0);
    EXPECT_EQ(co_await rx.recv(), 2);
    EXPECT_FALSE(rx.try_recv());
    EXPECT_TRUE(co_await stays);
  }());
}

TEST(SyncMpsc, AbortedReceiverLosesNothing) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = mpsc::channel<int>(4);
    auto receive = [](auto &from) -> task<> { (void)co_await from.recv(); };
    auto waiting = spawn(receive(rx));
    co_await settle();
    waiting.abort();
    co_await settle();
    auto woken = spawn(receive(rx));
    co_await settle();
    EXPECT_TRUE(co_await tx.send(1));
    woken.abort();
    co_await settle();
    EXPECT_EQ(co_await rx.recv(), 1);
    EXPECT_FALSE(co_await timeout(2ms, rx.recv()));
    EXPECT_TRUE(co_await tx.send(2));
    EXPECT_EQ((co_await select(sleep_for(1h), rx.recv())).index(), 1u);
  }());
}

TEST(SyncMpsc, CostsBudgetAtBothEnds) {
  auto [tx, rx] = mpsc::channel<int>(4);
  auto sending = [&]() -> task<> {
    (void)co_await tx.send(1);
    (void)rx.try_recv();
  };
  auto receiving = [&]() -> task<> {
    tx.try_send(1);
    EXPECT_EQ(co_await rx.recv(), 1);
  };
  EXPECT_GE(on_one_thread(turns_beside(sending)), 10u);
  EXPECT_GE(on_one_thread(turns_beside(receiving)), 10u);
}

TEST(SyncMpsc, ReceiverAbortedWithoutBudgetLosesNothing) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = mpsc::channel<int>(1000);
    for (int i = 0; i != 1000; ++i)
      EXPECT_EQ(tx.try_send(int(i)), send_status::sent);
    int next = 0;
    auto busy = spawn([](auto &from, int &count) -> task<> {
      for (;;)
        EXPECT_EQ(co_await from.recv(), count++);
    }(rx, next));
    co_await yield_now();
    busy.abort();
    co_await settle();
    EXPECT_GT(next, 0);
    EXPECT_LT(next, 1000);
    EXPECT_EQ(co_await rx.recv(), next);
  }());
}

TEST(SyncMpsc, ManySendersOneReceiver) {
  on_many_threads([]() -> task<> {
    for (std::size_t capacity : {1u, 7u, 256u}) {
      auto [tx, rx] = mpsc::channel<std::pair<int, int>>(capacity);
      std::vector<join_handle<void>> all;
      for (int id = 0; id != 6; ++id)
        all.push_back(spawn([](auto to, int me) -> task<> {
          for (int i = 0; i != 3000; ++i)
            EXPECT_TRUE(co_await to.send({me, i}));
        }(tx, id)));
      {
        auto gone = std::move(tx);
      }
      std::vector<int> next(6);
      while (auto message = co_await rx.recv())
        EXPECT_EQ(next[std::size_t(message->first)]++, message->second);
      for (int count : next)
        EXPECT_EQ(count, 3000);
      co_await join_all(std::move(all));
    }
  }());
}

TEST(SyncMpsc, SendersAreAbortedWhileTheyWait) {
  on_many_threads([]() -> task<> {
    auto [tx, rx] = mpsc::channel<int>(1);
    auto reader = spawn([](auto from) -> task<int> {
      int sum = 0;
      while (auto message = co_await from.recv())
        sum += *message;
      co_return sum;
    }(std::move(rx)));
    int sure = 0, perhaps = 0;
    for (int round = 0; round != 3000; ++round) {
      auto a = spawn(send(tx, 1)), b = spawn(send(tx, 1));
      a.abort();
      perhaps += (co_await a.result()).is_cancelled();
      sure += co_await b;
    }
    {
      auto gone = std::move(tx);
    }
    int sum = co_await reader;
    EXPECT_EQ(sure, 3000);
    EXPECT_GE(sum, 6000 - perhaps);
    EXPECT_LE(sum, 6000);
  }());
}

TEST(SyncMpsc, PlainThreadsUseIt) {
  auto [tx, rx] = mpsc::channel<int>(2);
  std::vector<std::thread> threads;
  for (int i = 0; i != 3; ++i)
    threads.emplace_back([to = tx] {
      for (int turn = 0; turn != 500; ++turn)
        EXPECT_TRUE(block_on(to.send(1)));
    });
  {
    auto gone = std::move(tx);
  }
  int sum = 0;
  while (auto message = block_on(rx.recv()))
    sum += *message;
  EXPECT_EQ(sum, 1500);
  for (std::thread &thread : threads)
    thread.join();
}

//===----------------------------------------------------------------------===//
// Unbounded
//===----------------------------------------------------------------------===//

TEST(SyncMpscUnbounded, NeverWaitsAndKeepsTheOrder) {
  auto [tx, rx] = mpsc::unbounded_channel<std::string>();
  for (int i = 0; i != 1000; ++i)
    EXPECT_TRUE(tx.send(std::to_string(i)));
  for (int i = 0; i != 1000; ++i)
    EXPECT_EQ(rx.try_recv(), std::to_string(i));
  EXPECT_FALSE(rx.try_recv());
  EXPECT_TRUE(tx.send("more"));
  EXPECT_EQ(block_on(rx.recv()), "more");
}

TEST(SyncMpscUnbounded, TakesMessagesOfAnySize) {
  struct big {
    int number = 0;
    std::byte rest[5000]{};
  };
  auto [tx, rx] = mpsc::unbounded_channel<big>();
  for (int i = 0; i != 5; ++i)
    EXPECT_TRUE(tx.send({i}));
  for (int i = 0; i != 5; ++i)
    EXPECT_EQ(rx.try_recv()->number, i);
}

TEST(SyncMpscUnbounded, EndsAndCloses) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = mpsc::unbounded_channel<int>();
    EXPECT_TRUE(tx.send(1));
    EXPECT_TRUE(tx.send(2));
    rx.close();
    EXPECT_TRUE(tx.is_closed());
    EXPECT_FALSE(tx.send(3));
    EXPECT_EQ(co_await rx.recv(), 1);
    EXPECT_EQ(co_await rx.recv(), 2);
    EXPECT_FALSE(co_await rx.recv());

    auto [tx2, rx2] = mpsc::unbounded_channel<int>();
    auto ends = spawn([](auto from) -> task<int> {
      int sum = 0;
      while (auto message = co_await from.recv())
        sum += *message;
      co_return sum;
    }(std::move(rx2)));
    co_await settle();
    EXPECT_TRUE(tx2.send(4));
    co_await settle();
    EXPECT_TRUE(tx2.send(5));
    {
      auto gone = std::move(tx2);
    }
    EXPECT_EQ(co_await ends, 9);
  }());
}

TEST(SyncMpscUnbounded, WhatIsNotReadIsDestroyed) {
  auto counted = std::make_shared<int>(0);
  {
    auto [tx, rx] = mpsc::unbounded_channel<std::shared_ptr<int>>();
    for (int i = 0; i != 300; ++i)
      EXPECT_TRUE(tx.send(counted));
    EXPECT_TRUE(rx.try_recv());
    EXPECT_EQ(counted.use_count(), 300);
    {
      auto gone = std::move(rx);
    }
    EXPECT_EQ(counted.use_count(), 1);
    EXPECT_FALSE(tx.send(counted));
  }
  EXPECT_EQ(counted.use_count(), 1);
}

// A message may own an end of its own channel.
TEST(SyncMpscUnbounded, MessagesMayHoldTheirChannel) {
  struct message {
    std::optional<mpsc::unbounded_sender<message>> back;
  };
  auto [tx, rx] = mpsc::unbounded_channel<message>();
  EXPECT_TRUE(tx.send({tx}));
  EXPECT_TRUE(tx.send({tx}));
  {
    auto gone = std::move(tx);
  }
  EXPECT_TRUE(rx.try_recv()->back->send({}));
}

TEST(SyncMpscUnbounded, AbortedReceiverLosesNothing) {
  on_one_thread([]() -> task<> {
    auto [tx, rx] = mpsc::unbounded_channel<int>();
    auto woken =
        spawn([](auto &from) -> task<> { (void)co_await from.recv(); }(rx));
    co_await settle();
    EXPECT_TRUE(tx.send(1));
    woken.abort();
    co_await settle();
    EXPECT_EQ(co_await rx.recv(), 1);
    EXPECT_FALSE(co_await timeout(2ms, rx.recv()));
  }());
}

TEST(SyncMpscUnbounded, CostsBudget) {
  auto [tx, rx] = mpsc::unbounded_channel<int>();
  auto receiving = [&]() -> task<> {
    tx.send(1);
    EXPECT_EQ(co_await rx.recv(), 1);
  };
  EXPECT_GE(on_one_thread(turns_beside(receiving)), 10u);
}

TEST(SyncMpscUnbounded, ManySendersOneReceiver) {
  on_many_threads([]() -> task<> {
    for (int round = 0; round != 5; ++round) {
      auto [tx, rx] = mpsc::unbounded_channel<std::pair<int, int>>();
      for (int id = 0; id != 6; ++id)
        spawn([](auto to, int me) -> task<> {
          for (int i = 0; i != 3000; ++i) {
            EXPECT_TRUE(to.send({me, i}));
            if (i % 64 == 0)
              co_await yield_now();
          }
        }(tx, id))
            .detach();
      {
        auto gone = std::move(tx);
      }
      std::vector<int> next(6);
      while (auto message = co_await rx.recv())
        EXPECT_EQ(next[std::size_t(message->first)]++, message->second);
      for (int count : next)
        EXPECT_EQ(count, 3000);
    }
  }());
}

TEST(SyncMpscUnbounded, PlainThreadsUseIt) {
  auto [tx, rx] = mpsc::unbounded_channel<int>();
  std::vector<std::thread> threads;
  for (int i = 0; i != 3; ++i)
    threads.emplace_back([to = tx] {
      for (int turn = 0; turn != 2000; ++turn)
        EXPECT_TRUE(to.send(1));
    });
  {
    auto gone = std::move(tx);
  }
  int sum = 0;
  while (auto message = block_on(rx.recv()))
    sum += *message;
  EXPECT_EQ(sum, 6000);
  for (std::thread &thread : threads)
    thread.join();
}

} // namespace
} // namespace unblock::test
