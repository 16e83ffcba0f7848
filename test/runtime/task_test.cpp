// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// task<T>: what a coroutine does before, while and after it is awaited.

#include "testing.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace unblock::test {
namespace {

template <class T> task<T> give(T value) { co_return std::move(value); }

TEST(task, starts_when_it_is_awaited) {
  bool started = false;
  auto f = [&]() -> task<> {
    started = true;
    co_return;
  };
  task<> t = f();
  EXPECT_FALSE(started);
  block_on(std::move(t));
  EXPECT_TRUE(started);
}

TEST(task, destroys_its_parameters_when_it_is_dropped_unstarted) {
  std::atomic<int> alive = 0;
  {
    auto t = [](counted) -> task<> { co_return; }(counted(alive));
    EXPECT_EQ(alive, 1);
  }
  EXPECT_EQ(alive, 0);
}

TEST(task, gives_a_move_only_value) {
  auto f = []() -> task<std::unique_ptr<int>> {
    co_return co_await give(std::make_unique<int>(3));
  };
  EXPECT_EQ(*block_on(f()), 3);
}

TEST(task, takes_a_value_in_braces) {
  struct point {
    int x;
    std::string name;
  };
  auto pair = []() -> task<std::pair<std::string, int>> { co_return {"a", 2}; };
  EXPECT_EQ(block_on(pair()), std::pair(std::string("a"), 2));
  auto nothing = []() -> task<std::unique_ptr<int>> { co_return {}; };
  EXPECT_EQ(block_on(nothing()), nullptr);
  auto aggregate = []() -> task<point> { co_return {.x = 1, .name = "p"}; };
  EXPECT_EQ(block_on(aggregate()).name, "p");
}

TEST(task, gives_a_reference_to_the_object_itself) {
  int object = 1;
  auto inner = [](int &i) -> task<int &> { co_return i; };
  auto f = [&]() -> task<int &> {
    int &same = co_await inner(object);
    ++same;
    co_return same;
  };
  EXPECT_EQ(&block_on(f()), &object);
  EXPECT_EQ(object, 2);
}

TEST(task, gives_a_reference_to_const) {
  const std::string object = "x";
  auto f = [&]() -> task<const std::string &> { co_return object; };
  EXPECT_EQ(&block_on(f()), &object);
}

TEST(task, converts_what_it_returns) {
  auto f = []() -> task<std::string> { co_return "text"; };
  EXPECT_EQ(block_on(f()), "text");
}

TEST(task, gives_a_value_that_has_no_default_constructor) {
  struct value {
    explicit value(int i) : i(i) {}
    int i;
  };
  EXPECT_EQ(block_on(give(value(4))).i, 4);
}

TEST(task, tells_an_exception_pointer_that_it_returns_from_one_that_it_throws) {
  auto f = []() -> task<std::exception_ptr> {
    co_return std::make_exception_ptr(std::runtime_error("a value"));
  };
  EXPECT_TRUE(block_on(f()));
}

TEST(task, passes_an_exception_on_to_who_awaits_it) {
  auto inner = []() -> task<int> {
    throw std::runtime_error("inner");
    co_return 1;
  };
  std::string caught;
  auto f = [&]() -> task<> {
    try {
      co_await inner();
    } catch (const std::runtime_error &error) {
      caught = error.what();
    }
    co_await inner();
  };
  EXPECT_EQ(text_of<std::runtime_error>([&] { block_on(f()); }), "inner");
  EXPECT_EQ(caught, "inner");
}

TEST(task, reports_a_result_that_throws_when_it_is_made) {
  struct value {
    explicit value(int) {}
    value(value &&) { throw std::runtime_error("move"); }
  };
  auto f = []() -> task<value> { co_return value(1); };
  EXPECT_THROW(block_on(f()), std::runtime_error);
}

TEST(task, keeps_its_frame_to_the_end_of_the_full_expression) {
  std::atomic<int> alive = 0;
  auto inner = [](counted) -> task<int> { co_return 1; };
  auto f = [&]() -> task<> {
    // The argument, and the parameter in the frame.
    int i = co_await inner(counted(alive)) + alive;
    EXPECT_EQ(i, 3);
    EXPECT_EQ(alive, 0);
  };
  block_on(f());
}

TEST(task, that_is_assigned_to_loses_its_old_coroutine_in_the_end) {
  std::atomic<int> alive = 0;
  auto make = [](counted) -> task<> { co_return; };
  {
    task<> a = make(counted(alive));
    {
      task<> b = make(counted(alive));
      a = std::move(b);
    }
    EXPECT_EQ(alive, 1);
    task<> c = std::move(a);
    EXPECT_EQ(alive, 1);
    block_on(std::move(c));
  }
  EXPECT_EQ(alive, 0);
}

TEST(task, runs_in_the_task_that_awaits_it) {
  runtime rt = multi(2);
  auto f = []() -> task<> {
    auto me = std::this_thread::get_id();
    for (int i = 0; i != 1000; ++i) {
      auto inner = co_await [](auto) -> task<std::thread::id> {
        co_return std::this_thread::get_id();
      }(0);
      EXPECT_EQ(inner, me);
    }
  };
  run(rt, f());
}

task<int> sum_to(int n) {
  int sum = 0;
  for (int i = 1; i <= n; ++i)
    sum += co_await give(1);
  co_return sum;
}

TEST(task, awaits_in_a_loop_do_not_grow_the_stack) {
  EXPECT_EQ(block_on(sum_to(300'000)), 300'000);
}

task<int> depth(int n) { co_return n == 0 ? 0 : 1 + co_await depth(n - 1); }

TEST(task, deep_calls_do_not_grow_the_stack) {
  EXPECT_EQ(block_on(depth(100'000)), 100'000);
}

task<int> fail_at(int n) {
  if (n == 0)
    throw std::runtime_error("bottom");
  co_return co_await fail_at(n - 1);
}

TEST(task, an_exception_climbs_through_deep_calls) {
  EXPECT_EQ(text_of<std::runtime_error>([] { block_on(fail_at(1000)); }),
            "bottom");
}

} // namespace
} // namespace unblock::test
