//===- sync_rw_lock_test.cpp - sync::rw_lock ------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sync_support.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace unblock::test {
namespace {

using sync::rw_lock;

task<> read(rw_lock &l, std::string &log, char name) {
  auto held = co_await l.read();
  log += name;
  co_await yield_now();
  log += name;
}

task<> write(rw_lock &l, std::string &log, char name) {
  auto held = co_await l.write();
  log += name;
  co_await yield_now();
  log += name;
}

TEST(SyncRwLock, ReadersShareWritersDoNot) {
  rw_lock l;
  {
    auto a = l.try_read(), b = l.try_read();
    EXPECT_TRUE(a && b);
    EXPECT_FALSE(l.try_write());
    a->unlock();
    EXPECT_FALSE(l.try_write());
  }
  {
    auto w = l.try_write();
    EXPECT_TRUE(w);
    EXPECT_FALSE(l.try_read());
    EXPECT_FALSE(l.try_write());
  }
  EXPECT_TRUE(l.try_write());
}

// Who is let in together runs in the order that the scheduler likes.
TEST(SyncRwLock, ServesInOrder) {
  std::string log;
  on_one_thread([](std::string &out) -> task<> {
    rw_lock l;
    std::vector<join_handle<void>> all;
    all.push_back(spawn(read(l, out, 'a')));
    all.push_back(spawn(read(l, out, 'b')));
    all.push_back(spawn(write(l, out, 'W')));
    all.push_back(spawn(read(l, out, 'c')));
    all.push_back(spawn(read(l, out, 'd')));
    co_await join_all(std::move(all));
  }(log));
  ASSERT_EQ(log.size(), 10u);
  EXPECT_EQ(log.substr(0, 6), "ababWW");
}

TEST(SyncRwLock, ReaderDoesNotOvertakeAWriter) {
  on_one_thread([]() -> task<> {
    rw_lock l;
    std::string log;
    auto held = co_await l.read();
    auto writer = spawn(write(l, log, 'W'));
    co_await settle();
    EXPECT_FALSE(l.try_read());
    EXPECT_FALSE(co_await timeout(2ms, l.read()));
    held.unlock();
    co_await writer;
    EXPECT_TRUE(l.try_read());
  }());
}

TEST(SyncRwLock, AbortedWriterLetsReadersThrough) {
  on_one_thread([]() -> task<> {
    rw_lock l;
    std::string log;
    auto held = co_await l.read();
    auto writer = spawn(write(l, log, 'W'));
    auto reader = spawn(read(l, log, 'r'));
    co_await settle();
    EXPECT_EQ(log, "");
    writer.abort();
    co_await reader;
    EXPECT_EQ(log, "rr");
  }());
}

TEST(SyncRwLock, AbortAfterTheWakeUpPassesTheLockOn) {
  on_one_thread([]() -> task<> {
    rw_lock l;
    std::string log;
    auto held = co_await l.write();
    auto writer = spawn(write(l, log, 'W'));
    auto reader = spawn(read(l, log, 'r'));
    co_await settle();
    held.unlock();
    writer.abort();
    co_await reader;
    EXPECT_EQ(log, "rr");
    EXPECT_TRUE(l.try_write());
  }());
}

TEST(SyncRwLock, DowngradeLetsReadersInAndNoWriter) {
  on_one_thread([]() -> task<> {
    rw_lock l;
    std::string log;
    auto held = co_await l.write();
    auto reader = spawn(read(l, log, 'r'));
    auto writer = spawn(write(l, log, 'W'));
    co_await settle();
    auto reading = std::move(held).downgrade();
    EXPECT_FALSE(held);
    EXPECT_TRUE(reading);
    co_await reader;
    EXPECT_EQ(log, "rr");
    reading.unlock();
    co_await writer;
    EXPECT_EQ(log, "rrWW");
  }());
}

TEST(SyncRwLock, BlockingOnALockThatTheTaskBelowWritesThrows) {
  on_many_threads([]() -> task<> {
    rw_lock l;
    auto held = co_await l.write();
    block_in_place([&] {
      EXPECT_THROW((void)block_on(l.read()), context_error);
      EXPECT_THROW((void)block_on(l.write()), context_error);
    });
    auto reading = std::move(held).downgrade();
    block_in_place([&] { EXPECT_TRUE(block_on(l.read())); });
  }());
}

TEST(SyncRwLock, CostsBudget) {
  rw_lock l;
  auto reading = [&]() -> task<> { auto held = co_await l.read(); };
  auto writing = [&]() -> task<> { auto held = co_await l.write(); };
  EXPECT_GE(on_one_thread(turns_beside(reading)), 10u);
  EXPECT_GE(on_one_thread(turns_beside(writing)), 10u);
}

TEST(SyncRwLock, ManyThreadsSeeWholeValues) {
  on_many_threads([]() -> task<> {
    struct {
      rw_lock lock;
      std::size_t a = 0, b = 0;
    } pair;
    std::vector<join_handle<void>> all;
    for (int i = 0; i != 8; ++i)
      all.push_back(spawn([](auto &shared, bool writes) -> task<> {
        for (int turn = 0; turn != 3000; ++turn)
          if (writes) {
            auto held = co_await shared.lock.write();
            ++shared.a;
            if (turn % 8 == 0)
              co_await yield_now();
            ++shared.b;
          } else {
            auto held = co_await shared.lock.read();
            EXPECT_EQ(shared.a, shared.b);
          }
      }(pair, i % 4 == 0)));
    co_await join_all(std::move(all));
    EXPECT_EQ(pair.a, 6000u);
  }());
}

TEST(SyncRwLock, PlainThreadsBlockOnIt) {
  rw_lock l;
  std::size_t count = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i != 4; ++i)
    threads.emplace_back([&] {
      for (int turn = 0; turn != 500; ++turn) {
        {
          auto held = block_on(l.write());
          ++count;
        }
        auto held = block_on(l.read());
        EXPECT_GT(count, 0u);
      }
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(count, 2000u);
}

} // namespace
} // namespace unblock::test
