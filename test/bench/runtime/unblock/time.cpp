//===- time.cpp - Timers, alone and beside blocking work ------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "context.hpp"

#include <thread>

using namespace bench;
using unblock::join_handle;
using unblock::sleep_for;
using unblock::spawn;
using unblock::timeout;
using namespace std::chrono_literals;

namespace {

void sleep_1ms(benchmark::State &state) {
  std::vector<clock::duration> overshoot;
  measure_task(state, [&](std::size_t n) {
    return [](std::size_t n, auto &overshoot) -> task<> {
      for (std::size_t i = 0; i < n; ++i) {
        const auto start = clock::now();
        co_await sleep_for(1ms);
        overshoot.push_back(clock::now() - start - 1ms);
      }
    }(n, overshoot);
  });
  report_percentiles(state, std::move(overshoot));
}
UNBLOCK_BENCH(sleep_1ms, 200);

void sleep_1e5_tasks(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    std::vector<join_handle<void>> handles;
    handles.reserve(n);
    for (std::size_t i = 0; i < n; ++i)
      handles.push_back(spawn(sleep_for(10ms + i % 10 * 1ms)));
    for (auto &handle : handles)
      co_await handle;
  });
}
UNBLOCK_BENCH(sleep_1e5_tasks, 100'000);

task<std::size_t> number(std::size_t i) { co_return i; }

void timeout_ready(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    for (std::size_t i = 0; i < n; ++i)
      benchmark::DoNotOptimize(co_await timeout(10s, number(i)));
  });
}
UNBLOCK_BENCH(timeout_ready, 300'000);

void timeout_pending(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    for (std::size_t i = 0; i < n; ++i)
      check(co_await timeout(10s, unblock::yield_now()));
  });
}
UNBLOCK_BENCH(timeout_pending, 100'000);

// A task that sleeps for 1 ms at a time: its longest sleep.
task<clock::duration> ticks() {
  clock::duration longest{};
  for (const auto first = clock::now(); clock::now() - first < 1200ms;) {
    const auto start = clock::now();
    co_await sleep_for(1ms);
    longest = std::max(longest, clock::now() - start);
  }
  co_return longest;
}

void nap() { std::this_thread::sleep_for(1s); }

void spin() {
  for (const auto start = clock::now(); clock::now() - start < 1s;) {
  }
}

task<> offloaded(void (*block)()) { co_await unblock::spawn_blocking(block); }

task<> in_place(void (*block)()) {
  unblock::block_in_place(block);
  co_return;
}

// Two tasks block for 1 s beside one that ticks.
void measure_ticker(benchmark::State &state, task<> (*way)(void (*)()),
                    void (*block)()) {
  measure(state, [=](std::size_t) {
    unblock::runtime runtime = builder().build();
    return on_worker(runtime,
                     [](auto way, auto block) -> task<clock::duration> {
                       auto longest = spawn(ticks());
                       co_await sleep_for(50ms);
                       auto first = spawn(way(block));
                       auto second = spawn(way(block));
                       co_await first;
                       co_await second;
                       co_return co_await longest;
                     }(way, block));
  });
}

void ticker_offload(benchmark::State &state) {
  measure_ticker(state, offloaded, nap);
}
UNBLOCK_BENCH(ticker_offload, 1);

void ticker_in_place(benchmark::State &state) {
  measure_ticker(state, in_place, nap);
}
UNBLOCK_BENCH(ticker_in_place, 1);

void ticker_offload_busy(benchmark::State &state) {
  measure_ticker(state, offloaded, spin);
}
UNBLOCK_BENCH(ticker_offload_busy, 1);

void ticker_in_place_busy(benchmark::State &state) {
  measure_ticker(state, in_place, spin);
}
UNBLOCK_BENCH(ticker_in_place_busy, 1);

} // namespace
