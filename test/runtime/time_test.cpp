// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// sleep_for, sleep_until, interval, timeout.

#include "testing.hpp"

#include <latch>
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

TEST(time, sleeps_at_least_as_long_as_asked) {
  for (bool current : {false, true}) {
    runtime rt = current ? single() : multi();
    auto f = []() -> task<> {
      for (auto d : {1us, 100us, 1000us, 5000us}) {
        auto begin = clock::now();
        co_await sleep_for(d);
        EXPECT_GE(clock::now() - begin, d);
      }
    };
    run(rt, f());
    rt.block_on(f());
  }
}

TEST(time, sleeps_hardly_longer) {
  runtime rt = multi(1);
  auto f = []() -> task<clock::duration> {
    auto best = clock::duration::max();
    for (int i = 0; i != 20; ++i) {
      auto due = clock::now() + 1ms;
      co_await sleep_until(due);
      best = std::min(best, clock::now() - due);
    }
    co_return best;
  };
  EXPECT_LT(run(rt, f()), 1ms);
}

TEST(time, the_past_and_nothing_are_over_at_once) {
  runtime rt = multi();
  auto f = []() -> task<> {
    auto begin = clock::now();
    co_await sleep_for(0s);
    co_await sleep_for(-1h);
    co_await sleep_for(std::chrono::hours::min());
    co_await sleep_until(clock::time_point::min());
    co_await sleep_until(clock::now() - 1s);
    EXPECT_LT(clock::now() - begin, 5s);
  };
  run(rt, f());
}

TEST(time, takes_durations_of_any_kind) {
  runtime rt = multi();
  auto f = []() -> task<> {
    using tiny = std::chrono::duration<long long, std::pico>;
    using real = std::chrono::duration<double>;
    auto begin = clock::now();
    co_await sleep_for(tiny(1'500));
    co_await sleep_for(real(0.001));
    EXPECT_GE(clock::now() - begin, 1ms);
    // And very long ones.
    auto h = spawn(sleep_for(std::chrono::hours::max()));
    auto i = spawn(sleep_for(clock::duration::max()));
    auto j = spawn(sleep_until(clock::time_point::max()));
    auto k = spawn(sleep_for(real(1e300)));
    co_await sleep_for(2ms);
    EXPECT_FALSE(h.is_finished() || i.is_finished() || j.is_finished() ||
                 k.is_finished());
    h.abort(), i.abort(), j.abort(), k.abort();
    EXPECT_TRUE((co_await h.result()).is_cancelled());
    EXPECT_TRUE((co_await i.result()).is_cancelled());
    EXPECT_TRUE((co_await j.result()).is_cancelled());
    EXPECT_TRUE((co_await k.result()).is_cancelled());
  };
  run(rt, f());
}

TEST(time, timers_fire_in_their_order) {
  for (bool current : {false, true}) {
    runtime rt = current ? single() : multi(1);
    std::vector<int> order;
    auto f = [&]() -> task<> {
      auto base = clock::now() + 20ms;
      auto one = [&](int i) -> task<> {
        co_await sleep_until(base + i * 2ms);
        order.push_back(i);
      };
      std::vector<task<>> all;
      for (int i : {7, 3, 9, 0, 5, 1, 8, 2, 6, 4})
        all.push_back(one(i));
      co_await join_all(std::move(all));
    };
    run(rt, f());
    EXPECT_EQ(order, (std::vector{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  }
}

TEST(time, an_earlier_timer_wakes_a_sleeping_driver) {
  runtime rt = multi(1);
  auto later = rt.spawn(sleep_for(1h));
  std::this_thread::sleep_for(5ms); // the worker sleeps for the hour now
  auto begin = clock::now();
  rt.block_on(sleep_for(5ms)); // from this thread
  EXPECT_LT(clock::now() - begin, 5s);
  later.abort();
}

TEST(time, an_aborted_sleep_leaves_no_timer) {
  runtime rt = multi();
  auto f = []() -> task<> {
    std::vector<join_handle<>> all;
    for (int i = 0; i != 100; ++i)
      all.push_back(spawn(sleep_for(1h + i * 1s)));
    co_await sleep_for(1ms);
    for (auto &h : all)
      h.abort();
    for (auto &h : all)
      EXPECT_TRUE((co_await h.result()).is_cancelled());
    EXPECT_EQ(handle::current().metrics().timers, 0u);
  };
  run(rt, f());
}

TEST(time, cancelling_races_with_firing) {
  runtime rt = multi(2);
  auto f = []() -> task<> {
    for (int i = 0; i != 2000; ++i) {
      auto h = spawn(sleep_for(20us));
      co_await sleep_for(std::chrono::microseconds(i % 40));
      h.abort();
      (void)co_await h.result();
      (void)co_await timeout(20us, sleep_for(std::chrono::microseconds(i % 40)));
    }
    EXPECT_EQ(handle::current().metrics().timers, 0u);
  };
  run(rt, f());
}

TEST(time, a_timer_needs_a_runtime) {
  auto f = []() -> task<> { co_await sleep_for(1h); };
  std::string text = text_of<context_error>([&] { block_on(f()); });
  EXPECT_NE(text.find("outside of a runtime"), text.npos) << text;
  EXPECT_NE(text.find("time_test.cpp:"), text.npos) << text;
  EXPECT_NE(text.find("instead"), text.npos) << text;
}

TEST(time, ten_thousand_timers) {
  runtime rt = multi(2);
  auto f = []() -> task<> {
    std::vector<join_handle<>> all;
    for (int i = 0; i != 10'000; ++i)
      all.push_back(spawn(sleep_for((i * 7919 % 10'000) * 1us)));
    for (auto &h : all)
      co_await h;
  };
  run(rt, f());
  EXPECT_EQ(rt.metrics().timers, 0u);
}

//===----------------------------------------------------------------------===//
// interval
//===----------------------------------------------------------------------===//

TEST(interval, must_have_a_positive_period) {
  EXPECT_THROW(interval(0ms), std::invalid_argument);
  EXPECT_THROW(interval(-1ms), std::invalid_argument);
}

TEST(interval, ticks_at_once_and_then_once_per_period) {
  runtime rt = multi();
  auto f = []() -> task<> {
    auto begin = clock::now();
    interval every(3ms);
    EXPECT_EQ(every.period(), 3ms);
    auto first = co_await every.tick();
    EXPECT_LE(first, clock::now());
    EXPECT_GE(first, begin);
    for (int i = 1; i != 5; ++i) {
      auto t = co_await every.tick();
      EXPECT_EQ(t, first + i * 3ms);
      EXPECT_GE(clock::now(), t);
    }
  };
  run(rt, f());
}

TEST(interval, burst_catches_up) {
  runtime rt = multi();
  auto f = []() -> task<> {
    interval every(5ms);
    auto first = co_await every.tick();
    std::this_thread::sleep_until(first + 27ms);
    for (int i = 1; i != 6; ++i) {
      auto t = co_await every.tick();
      EXPECT_EQ(t, first + i * 5ms);
    }
    auto next = co_await every.tick();
    EXPECT_EQ(next, first + 30ms);
    EXPECT_GE(clock::now(), next);
  };
  run(rt, f());
}

TEST(interval, delay_starts_afresh_from_the_late_tick) {
  runtime rt = multi();
  auto f = []() -> task<> {
    interval every(5ms);
    every.on_missed(missed_tick::delay);
    auto first = co_await every.tick();
    std::this_thread::sleep_until(first + 22ms);
    auto before = clock::now();
    auto late = co_await every.tick();
    EXPECT_EQ(late, first + 5ms);
    auto next = co_await every.tick();
    EXPECT_GE(next, before + 5ms);
    EXPECT_GE(clock::now(), next);
  };
  run(rt, f());
}

TEST(interval, skip_stays_on_schedule) {
  runtime rt = multi();
  auto f = []() -> task<> {
    interval every(5ms);
    every.on_missed(missed_tick::skip);
    auto first = co_await every.tick();
    std::this_thread::sleep_until(first + 22ms);
    auto late = co_await every.tick();
    EXPECT_EQ(late, first + 5ms);
    auto seen = clock::now();
    auto next = co_await every.tick();
    EXPECT_EQ((next - first) % 5ms, 0ns);
    EXPECT_GT(next, seen);
    EXPECT_GE(next, first + 25ms);
  };
  run(rt, f());
}

TEST(interval, reset_counts_from_now) {
  runtime rt = multi();
  auto f = []() -> task<> {
    interval every(4ms);
    co_await every.tick();
    co_await sleep_for(2ms);
    auto now = clock::now();
    every.reset();
    auto next = co_await every.tick();
    EXPECT_GE(next, now + 4ms);
  };
  run(rt, f());
}

TEST(interval, a_cancelled_tick_is_not_lost) {
  runtime rt = multi();
  auto f = []() -> task<> {
    interval every(10ms);
    auto first = co_await every.tick();
    (void)co_await timeout(1ms, every.tick());
    auto next = co_await every.tick();
    EXPECT_EQ(next, first + 10ms);
  };
  run(rt, f());
}

//===----------------------------------------------------------------------===//
// timeout
//===----------------------------------------------------------------------===//

TEST(timeout, gives_the_value_in_time) {
  for (bool current : {false, true}) {
    runtime rt = current ? single() : multi();
    auto f = []() -> task<> {
      EXPECT_EQ(co_await timeout(1h, value(1)), 1);
      EXPECT_EQ(co_await timeout(1h, after(1ms, 2)), 2);
      EXPECT_TRUE(co_await timeout(1h, sleep_for(1ms)));
      EXPECT_TRUE(co_await timeout(1h, yield_now()));
      EXPECT_EQ(handle::current().metrics().timers, 0u);
    };
    run(rt, f());
    rt.block_on(f());
  }
}

TEST(timeout, is_empty_when_the_time_runs_out) {
  for (bool current : {false, true}) {
    runtime rt = current ? single() : multi();
    auto f = []() -> task<> {
      auto begin = clock::now();
      EXPECT_EQ(co_await timeout(2ms, after(1h, 1)), std::nullopt);
      EXPECT_FALSE(co_await timeout(2ms, sleep_for(1h)));
      EXPECT_GE(clock::now() - begin, 4ms);
      EXPECT_EQ(handle::current().metrics().timers, 0u);
    };
    run(rt, f());
    rt.block_on(f());
  }
}

TEST(timeout, gives_move_only_values) {
  runtime rt = multi();
  auto make = []() -> task<std::unique_ptr<int>> {
    co_await yield_now();
    co_return std::make_unique<int>(5);
  };
  auto f = [&]() -> task<> {
    auto got = co_await timeout(1h, make());
    EXPECT_TRUE(got && **got == 5);
  };
  run(rt, f());
}

TEST(timeout, destroys_the_work_before_it_goes_on) {
  runtime rt = multi();
  std::atomic<int> alive = 0;
  auto work = [](counted) -> task<> { co_await sleep_for(1h); };
  auto f = [&]() -> task<> {
    auto limited = timeout(2ms, work(counted(alive)));
    EXPECT_EQ(alive, 1);
    bool in_time = co_await std::move(limited);
    EXPECT_FALSE(in_time);
    EXPECT_EQ(alive, 0);
  };
  run(rt, f());
}

TEST(timeout, rethrows) {
  runtime rt = multi();
  auto fails = [](bool late) -> task<int> {
    if (late)
      co_await sleep_for(1ms);
    throw std::runtime_error("it");
  };
  auto f = [&]() -> task<> {
    EXPECT_THROW((void)co_await timeout(1h, fails(false)), std::runtime_error);
    EXPECT_THROW((void)co_await timeout(1h, fails(true)), std::runtime_error);
    EXPECT_EQ(handle::current().metrics().timers, 0u);
  };
  run(rt, f());
}

TEST(timeout, of_zero_lets_ready_work_win) {
  runtime rt = multi();
  auto f = []() -> task<> {
    EXPECT_EQ(co_await timeout(0s, value(1)), 1);
    EXPECT_EQ(co_await timeout(-1s, value(2)), 2);
    EXPECT_FALSE(co_await timeout(0s, sleep_for(1h)));
  };
  run(rt, f());
}

TEST(timeout, counts_from_when_it_was_made) {
  runtime rt = multi();
  auto f = []() -> task<> {
    auto limited = timeout(20ms, sleep_for(1h));
    co_await sleep_for(25ms);
    auto begin = clock::now();
    EXPECT_FALSE(co_await std::move(limited));
    EXPECT_LT(clock::now() - begin, 5s);
  };
  run(rt, f());
}

TEST(timeout, nests) {
  runtime rt = multi();
  auto f = []() -> task<> {
    // The inner one runs out.
    auto a = co_await timeout(1h, timeout(2ms, after(1h, 1)));
    EXPECT_TRUE(a);
    EXPECT_FALSE(*a);
    // The outer one does.
    auto b = co_await timeout(2ms, timeout(1h, after(1h, 1)));
    EXPECT_FALSE(b);
    // None does.
    auto c = co_await timeout(1h, timeout(1h, after(1ms, 3)));
    EXPECT_EQ(c, std::optional(std::optional(3)));
    EXPECT_EQ(handle::current().metrics().timers, 0u);
  };
  run(rt, f());
}

TEST(timeout, of_a_handle_detaches_the_work) {
  runtime rt = multi();
  std::atomic<bool> ended = false;
  auto work = [&]() -> task<> {
    co_await sleep_for(20ms);
    ended = true;
  };
  auto f = [&]() -> task<> {
    EXPECT_FALSE(co_await timeout(1ms, spawn(work())));
    EXPECT_FALSE(ended);
  };
  run(rt, f());
  EXPECT_TRUE(eventually([&] { return ended.load(); }));
}

TEST(timeout, dropped_before_it_is_awaited) {
  std::atomic<int> alive = 0;
  auto work = [](counted) -> task<> { co_return; };
  { auto limited = timeout(1h, work(counted(alive))); }
  EXPECT_EQ(alive, 0);
}

TEST(timeout, of_work_that_ends_when_the_time_does) {
  runtime rt = multi(2);
  auto f = []() -> task<> {
    for (int i = 0; i != 1000; ++i) {
      auto due = clock::now() + 30us;
      (void)co_await timeout(30us, sleep_until(due));
    }
    EXPECT_EQ(handle::current().metrics().timers, 0u);
  };
  run(rt, f());
}

} // namespace
} // namespace unblock::test
