// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// select: who wins, and what becomes of the others.

#include "testing.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace unblock::test {
namespace {

task<int> value(int i) { co_return i; }
task<int> after(clock::duration d, int i) {
  co_await sleep_for(d);
  co_return i;
}
task<int> watched(counted, clock::duration d, int i) {
  co_await sleep_for(d);
  co_return i;
}
task<int> fail_after(clock::duration d) {
  if (d > 0s)
    co_await sleep_for(d);
  throw std::runtime_error("it");
}

TEST(select, gives_what_comes_first) {
  for (bool current : {false, true}) {
    runtime rt = current ? single() : multi();
    auto f = []() -> task<> {
      auto won = co_await select(after(1h, 1), after(1ms, 2), sleep_for(1h));
      EXPECT_EQ(won.index(), 1u);
      EXPECT_EQ(std::get<1>(won), 2);
      auto slept = co_await select(after(1h, 1), sleep_for(1ms));
      EXPECT_EQ(slept.index(), 1u);
      EXPECT_EQ(handle::current().metrics().timers, 0u);
    };
    run(rt, f());
    rt.block_on(f());
  }
}

TEST(select, destroys_the_losers_before_it_goes_on) {
  runtime rt = multi();
  std::atomic<int> alive = 0;
  auto f = [&]() -> task<> {
    auto three = select(watched(counted(alive), 1h, 1),
                        watched(counted(alive), 1ms, 2),
                        watched(counted(alive), 1h, 3));
    auto won = co_await std::move(three);
    EXPECT_EQ(won.index(), 1u);
    EXPECT_EQ(alive, 0);
  };
  run(rt, f());
}

TEST(select, an_immediate_winner_keeps_later_ones_from_starting) {
  runtime rt = multi();
  int began = 0;
  auto count = [&]() -> task<int> {
    ++began;
    co_await sleep_for(1h);
    co_return 0;
  };
  auto f = [&]() -> task<> {
    auto won = co_await select(count(), value(2), count());
    EXPECT_EQ(won.index(), 1u);
    EXPECT_EQ(began, 1);
  };
  run(rt, f());
}

TEST(select, the_first_of_two_immediate_ones_wins) {
  auto f = []() -> task<> {
    auto won = co_await select(value(1), value(2));
    EXPECT_EQ(won.index(), 0u);
  };
  block_on(f());
}

TEST(select, rethrows_what_the_winner_threw_and_ignores_losers) {
  runtime rt = multi();
  auto f = []() -> task<> {
    EXPECT_THROW((void)co_await select(after(1h, 1), fail_after(1ms)),
                 std::runtime_error);
    EXPECT_THROW((void)co_await select(fail_after(0ms), value(1)),
                 std::runtime_error);
    auto won = co_await select(after(1ms, 1), fail_after(1h));
    EXPECT_EQ(won.index(), 0u);
  };
  run(rt, f());
}

TEST(select, of_one) {
  runtime rt = multi();
  auto f = []() -> task<> {
    auto won = co_await select(after(1ms, 4));
    EXPECT_EQ(std::get<0>(won), 4);
  };
  run(rt, f());
}

TEST(select, gives_move_only_values_and_references) {
  runtime rt = multi();
  int object = 0;
  auto make = []() -> task<std::unique_ptr<int>> {
    co_await yield_now();
    co_return std::make_unique<int>(1);
  };
  auto reference = [&]() -> task<int &> { co_return object; };
  auto f = [&]() -> task<> {
    auto won = co_await select(make(), sleep_for(1h));
    EXPECT_EQ(*std::get<0>(won), 1);
    auto ref = co_await select(reference(), sleep_for(1h));
    EXPECT_EQ(&std::get<0>(ref).get(), &object);
  };
  run(rt, f());
}

TEST(select, of_a_vector_gives_index_and_value) {
  runtime rt = multi();
  std::atomic<int> alive = 0;
  auto f = [&]() -> task<> {
    std::vector<task<int>> many;
    for (int i = 0; i != 50; ++i)
      many.push_back(watched(counted(alive), i == 31 ? 1ms : 1h, i));
    auto [index, got] = co_await select(std::move(many));
    EXPECT_EQ(index, 31u);
    EXPECT_EQ(got, 31);
    EXPECT_EQ(alive, 0);
    EXPECT_THROW((void)co_await select(std::vector<task<int>>()),
                 std::invalid_argument);
  };
  run(rt, f());
}

TEST(select, in_a_loop_loses_no_message) {
  runtime rt = multi(2);
  auto [tx, rx] = sync::mpsc::channel<int>(4);
  constexpr int count = 2000;
  auto send = [](sync::mpsc::sender<int> tx) -> task<> {
    for (int i = 0; i != count; ++i) {
      bool sent = co_await tx.send(i);
      EXPECT_TRUE(sent);
    }
  };
  auto receive = [&, &rx = rx]() -> task<int> {
    int next = 0;
    for (;;) {
      auto won = co_await select(rx.recv(), yield_now());
      if (won.index() == 1)
        continue;
      auto &got = std::get<0>(won);
      if (!got)
        co_return next;
      EXPECT_EQ(*got, next);
      ++next;
    }
  };
  auto sender = rt.spawn(send(std::move(tx)));
  EXPECT_EQ(run(rt, receive()), count);
  rt.block_on(std::move(sender));
}

TEST(select, losers_woken_at_the_same_time_do_no_harm) {
  runtime rt = multi(2);
  auto f = []() -> task<> {
    for (int i = 0; i != 1000; ++i) {
      auto due = clock::now() + 20us;
      (void)co_await select(sleep_until(due), sleep_until(due),
                            spawn_blocking([] {}), spawn(value(1)));
    }
    EXPECT_EQ(handle::current().metrics().timers, 0u);
  };
  run(rt, f());
}

TEST(select, a_loser_that_is_destroyed_may_wake_others) {
  runtime rt = multi(1);
  sync::notify bell;
  struct rings {
    sync::notify *bell;
    ~rings() { bell->notify_one(); }
  };
  auto holder = [&]() -> task<> {
    rings r{&bell};
    co_await sleep_for(1h);
  };
  auto waiter = [&]() -> task<> { co_await bell.notified(); };
  auto f = [&]() -> task<> {
    auto h = spawn(waiter());
    (void)co_await select(holder(), sleep_for(1ms));
    co_await h;
  };
  run(rt, f());
}

} // namespace
} // namespace unblock::test
