//===- sync_once_cell_test.cpp - sync::once_cell --------------------------===//
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
#include <stdexcept>
#include <string>
#include <vector>

namespace unblock::test {
namespace {

using sync::once_cell;

TEST(SyncOnceCell, IsEmptyThenSetOnce) {
  once_cell<std::string> cell;
  const auto &constant = cell;
  EXPECT_EQ(cell.get(), nullptr);
  EXPECT_EQ(constant.get(), nullptr);
  EXPECT_TRUE(cell.set("first"));
  EXPECT_FALSE(cell.set("second"));
  EXPECT_EQ(*cell.get(), "first");
  EXPECT_EQ(constant.get(), cell.get());
}

TEST(SyncOnceCell, OneMakesTheOthersWait) {
  on_one_thread([]() -> task<> {
    once_cell<std::unique_ptr<int>> cell;
    int made = 0;
    auto make = [&]() -> task<std::unique_ptr<int>> {
      ++made;
      co_await yield_now();
      co_return std::make_unique<int>(7);
    };
    auto get = [](auto &from, auto &maker) -> task<int *> {
      std::unique_ptr<int> &value = co_await from.get_or_init(maker);
      co_return value.get();
    };
    auto a = spawn(get(cell, make));
    auto b = spawn(get(cell, make));
    co_await yield_now();
    EXPECT_FALSE(cell.set(nullptr)); // One is being made.
    int *first = co_await a;
    EXPECT_EQ(first, co_await b);
    EXPECT_EQ(*first, 7);
    EXPECT_EQ(made, 1);
    EXPECT_EQ(&co_await cell.get_or_init(make), cell.get());
  }());
}

TEST(SyncOnceCell, AfterAnErrorTheNextOneTries) {
  on_one_thread([]() -> task<> {
    once_cell<int> cell;
    auto fail = []() -> task<int> {
      co_await yield_now();
      throw std::runtime_error("no");
    };
    auto get = [](auto &from, auto maker) -> task<int> {
      co_return co_await from.get_or_init(maker);
    };
    auto a = spawn(get(cell, fail));
    auto b = spawn(get(cell, []() -> task<int> { co_return 5; }));
    EXPECT_THROW(co_await a, std::runtime_error);
    EXPECT_EQ(co_await b, 5);
  }());
}

TEST(SyncOnceCell, AfterAnAbortTheNextOneTries) {
  on_one_thread([]() -> task<> {
    once_cell<int> cell;
    auto get = [](auto &from, auto maker) -> task<int> {
      co_return co_await from.get_or_init(maker);
    };
    auto slow = []() -> task<int> {
      co_await sleep_for(1h);
      co_return 1;
    };
    auto a = spawn(get(cell, slow));
    auto b = spawn(get(cell, []() -> task<int> { co_return 2; }));
    co_await settle();
    EXPECT_EQ(cell.get(), nullptr);
    a.abort();
    EXPECT_EQ(co_await b, 2);
    EXPECT_EQ(*cell.get(), 2);
  }());
}

TEST(SyncOnceCell, ManyThreadsMakeOne) {
  on_many_threads([]() -> task<> {
    for (int round = 0; round != 300; ++round) {
      once_cell<int> cell;
      std::atomic<int> made = 0;
      auto make = [&]() -> task<int> { co_return ++made; };
      auto get = [](auto &from, auto &maker) -> task<int> {
        co_return co_await from.get_or_init(maker);
      };
      std::vector<join_handle<int>> all;
      for (int i = 0; i != 6; ++i)
        all.push_back(spawn(get(cell, make)));
      for (int value : co_await join_all(std::move(all)))
        EXPECT_EQ(value, 1);
    }
  }());
}

TEST(SyncOnceCell, WorksOnAPlainThread) {
  once_cell<int> cell;
  EXPECT_EQ(block_on(cell.get_or_init([]() -> task<int> { co_return 3; })), 3);
}

} // namespace
} // namespace unblock::test
