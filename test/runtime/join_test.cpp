// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// join_all and try_join.

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
task<int> fail_after(clock::duration d, std::string what) {
  if (d > 0s)
    co_await sleep_for(d);
  throw std::runtime_error(what);
}
task<int> watched(counted, clock::duration d, int i) {
  co_await sleep_for(d);
  co_return i;
}

TEST(join_all, gives_the_values_in_the_order_of_the_arguments) {
  for (bool current : {false, true}) {
    runtime rt = current ? single() : multi();
    auto f = []() -> task<> {
      auto [a, b, c] =
          co_await join_all(after(3ms, 1), value(2), after(1ms, 3));
      EXPECT_EQ(a, 1);
      EXPECT_EQ(b, 2);
      EXPECT_EQ(c, 3);
    };
    run(rt, f());
    rt.block_on(f());
  }
}

TEST(join_all, runs_the_branches_concurrently_in_one_task) {
  runtime rt = multi(2);
  auto f = []() -> task<> {
    std::vector<int> steps;
    auto branch = [&](int i) -> task<> {
      for (int k = 0; k != 3; ++k) {
        steps.push_back(i);
        co_await yield_now();
      }
    };
    co_await join_all(branch(1), branch(2));
    EXPECT_EQ(steps, (std::vector{1, 2, 1, 2, 1, 2}));
  };
  run(rt, f());
}

TEST(join_all, takes_anything_awaitable_and_void) {
  runtime rt = multi();
  int object = 0;
  auto reference = [&]() -> task<int &> { co_return object; };
  auto f = [&]() -> task<> {
    auto [a, b, c, d] = co_await join_all(spawn(value(1)), sleep_for(1ms),
                                          yield_now(), reference());
    EXPECT_EQ(a, 1);
    static_assert(std::is_same_v<decltype(b), std::monostate>);
    static_assert(std::is_same_v<decltype(c), std::monostate>);
    EXPECT_EQ(&d.get(), &object);
  };
  run(rt, f());
}

TEST(join_all, gives_move_only_values) {
  runtime rt = multi();
  auto make = [](int i) -> task<std::unique_ptr<int>> {
    co_await yield_now();
    co_return std::make_unique<int>(i);
  };
  auto f = [&]() -> task<> {
    auto [a, b] = co_await join_all(make(1), make(2));
    EXPECT_EQ(*a + *b, 3);
    std::vector<task<std::unique_ptr<int>>> many;
    for (int i = 0; i != 10; ++i)
      many.push_back(make(i));
    auto all = co_await join_all(std::move(many));
    EXPECT_EQ(all.size(), 10u);
    EXPECT_EQ(*all[9], 9);
  };
  run(rt, f());
}

TEST(join_all, of_nothing_is_over_at_once) {
  auto f = []() -> task<> {
    co_await join_all();
    auto none = co_await join_all(std::vector<task<int>>());
    EXPECT_TRUE(none.empty());
    co_await join_all(std::vector<task<>>());
    co_await try_join(std::vector<task<>>());
  };
  block_on(f());
}

TEST(join_all, waits_for_all_and_rethrows_the_first_in_order) {
  runtime rt = multi();
  bool ended = false;
  auto slow = [&]() -> task<int> {
    co_await sleep_for(10ms);
    ended = true;
    co_return 1;
  };
  auto f = [&]() -> task<> {
    co_await join_all(slow(), fail_after(5ms, "first"), fail_after(0ms, "early"));
  };
  EXPECT_EQ(text_of<std::runtime_error>([&] { run(rt, f()); }), "first");
  EXPECT_TRUE(ended);
}

TEST(join_all, of_handles_reports_the_cancelled) {
  runtime rt = multi();
  auto f = []() -> task<> {
    auto a = spawn(after(1h, 1));
    a.abort();
    co_await join_all(std::move(a), spawn(value(2)));
  };
  EXPECT_THROW(run(rt, f()), join_error);
}

TEST(join_all, dropped_unawaited_destroys_the_work) {
  std::atomic<int> alive = 0;
  {
    auto all = join_all(watched(counted(alive), 1h, 1),
                        watched(counted(alive), 1h, 2));
    EXPECT_EQ(alive, 2);
  }
  EXPECT_EQ(alive, 0);
}

TEST(join_all, of_many_branches) {
  runtime rt = multi();
  auto f = []() -> task<> {
    std::vector<task<int>> many;
    for (int i = 0; i != 5000; ++i)
      many.push_back(after((i % 7) * 100us, i));
    auto all = co_await join_all(std::move(many));
    for (int i = 0; i != 5000; ++i)
      if (all[static_cast<std::size_t>(i)] != i)
        ADD_FAILURE();
  };
  run(rt, f());
}

task<int> tree(int depth) {
  if (depth == 0) {
    co_await yield_now();
    co_return 1;
  }
  auto [a, b] = co_await join_all(tree(depth - 1), tree(depth - 1));
  co_return a + b;
}

TEST(join_all, nests) {
  runtime rt = multi();
  EXPECT_EQ(run(rt, tree(10)), 1024);
  EXPECT_EQ(block_on(tree(5)), 32);
}

TEST(join_all, branches_woken_from_several_threads_at_once) {
  runtime rt = multi(2);
  auto f = []() -> task<> {
    for (int round = 0; round != 50; ++round) {
      std::vector<join_handle<int>> many;
      for (int i = 0; i != 40; ++i)
        many.push_back(i % 2 ? spawn(value(i))
                             : spawn_blocking([i] { return i; }));
      auto all = co_await join_all(std::move(many));
      for (int i = 0; i != 40; ++i)
        if (all[static_cast<std::size_t>(i)] != i)
          ADD_FAILURE();
    }
  };
  run(rt, f());
}

TEST(try_join, gives_all_values) {
  runtime rt = multi();
  auto f = []() -> task<> {
    auto [a, b] = co_await try_join(after(1ms, 1), value(2));
    EXPECT_EQ(a + b, 3);
  };
  run(rt, f());
}

TEST(try_join, the_first_failure_destroys_the_others) {
  runtime rt = multi();
  std::atomic<int> alive = 0;
  auto f = [&]() -> task<> {
    auto all =
        try_join(watched(counted(alive), 1h, 1), fail_after(2ms, "this"),
                 watched(counted(alive), 1h, 2), fail_after(1h, "never"));
    std::string text;
    try {
      co_await std::move(all);
    } catch (const std::runtime_error &error) {
      text = error.what();
    }
    EXPECT_EQ(text, "this");
    EXPECT_EQ(alive, 0);
    EXPECT_EQ(handle::current().metrics().timers, 0u);
  };
  run(rt, f());
}

TEST(try_join, a_failure_at_once_keeps_later_branches_from_starting) {
  runtime rt = multi();
  bool began = false;
  auto later = [&]() -> task<int> {
    began = true;
    co_return 1;
  };
  auto f = [&]() -> task<> {
    co_await try_join(fail_after(0s, "now"), later());
  };
  EXPECT_THROW(run(rt, f()), std::runtime_error);
  EXPECT_FALSE(began);
}

TEST(try_join, of_a_vector) {
  runtime rt = multi();
  auto f = [](bool fail) -> task<std::size_t> {
    std::vector<task<int>> many;
    for (int i = 0; i != 10; ++i)
      many.push_back(after(1ms, i));
    if (fail)
      many.push_back(fail_after(0s, "it"));
    auto all = co_await try_join(std::move(many));
    co_return all.size();
  };
  EXPECT_EQ(run(rt, f(false)), 10u);
  EXPECT_THROW(run(rt, f(true)), std::runtime_error);
}

} // namespace
} // namespace unblock::test
