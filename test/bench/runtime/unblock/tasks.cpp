//===- tasks.cpp - Tasks: start, join, yield ------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "context.hpp"

#include <cstdint>

using namespace bench;
using unblock::join_all;
using unblock::join_handle;
using unblock::spawn;
using unblock::yield_now;

namespace {

task<std::size_t> number(std::size_t i) { co_return i; }

task<> spawn_all(std::size_t n) {
  std::vector<join_handle<std::size_t>> handles;
  handles.reserve(n);
  for (std::size_t i = 0; i < n; ++i)
    handles.push_back(spawn(number(i)));
  std::size_t sum = 0;
  for (auto &handle : handles)
    sum += co_await handle;
  check(sum == n * (n - 1) / 2);
}

task<clock::duration> spawn_all_warm(std::size_t n) {
  co_await spawn_all(1000);
  co_return co_await timed(spawn_all(n));
}

void spawn_join_1e6(benchmark::State &state) {
  unblock::runtime runtime = builder().build();
  measure(state,
          [&](std::size_t n) { return on_worker(runtime, spawn_all_warm(n)); });
}
UNBLOCK_BENCH(spawn_join_1e6, 1'000'000);

double each(std::size_t bytes, std::size_t n) {
  return static_cast<double>(bytes) / static_cast<double>(n);
}

// Lets the largest resident set grow by `n` coroutines that are not started,
// and then, while those live on, by `n` tasks.
task<clock::duration> grow(std::size_t n, double &frame, double &all) {
  co_await spawn_all(1000);
  const std::size_t start = peak_resident();
  std::vector<task<std::size_t>> frames;
  frames.reserve(n);
  for (std::size_t i = 0; i < n; ++i)
    frames.push_back(number(i));
  const std::size_t middle = peak_resident();
  const auto time = co_await timed(spawn_all(n));
  frame = each(middle - start, n) - sizeof(task<std::size_t>);
  all = each(peak_resident() - middle, n);
  co_return time;
}

void task_bytes(benchmark::State &state) {
  double frame = 0, all = 0;
  unblock::runtime runtime = builder().build();
  measure(state, [&](std::size_t n) {
    return on_worker(runtime, grow(n, frame, all));
  });
  state.counters["resident_bytes"] = all;
  state.counters["frame_bytes"] = frame;
  state.counters["bytes_beside_frame"] = all - frame;
}
UNBLOCK_BENCH(task_bytes, 1'000'000);

void spawn_join_1000(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    for (std::size_t i = 0; i < n / 1000; ++i)
      co_await spawn_all(1000);
  });
}
UNBLOCK_BENCH(spawn_join_1000, 1'000'000);

void spawn_await_one(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    for (std::size_t i = 0; i < n; ++i)
      benchmark::DoNotOptimize(co_await spawn(number(i)));
  });
}
UNBLOCK_BENCH(spawn_await_one, 200'000);

constexpr unsigned tree_depth = 18;
constexpr std::size_t tree_tasks = (std::size_t{2} << tree_depth) - 2;

// Two things at once inside one task...
task<std::uint64_t> joined_leaves(unsigned depth) {
  if (depth == 0)
    co_return 1;
  const auto [left, right] =
      co_await join_all(joined_leaves(depth - 1), joined_leaves(depth - 1));
  co_return left + right;
}

// ... and by spawning them.
task<std::uint64_t> spawned_leaves(unsigned depth) {
  if (depth == 0)
    co_return 1;
  auto left = spawn(spawned_leaves(depth - 1));
  auto right = spawn(spawned_leaves(depth - 1));
  co_return co_await left + co_await right;
}

task<> count(task<std::uint64_t> leaves) {
  check(co_await std::move(leaves) == 1U << tree_depth);
}

void tree_joined(benchmark::State &state) {
  measure_task(state,
               [](std::size_t) { return count(joined_leaves(tree_depth)); });
}
UNBLOCK_BENCH(tree_joined, tree_tasks);

void tree_spawned(benchmark::State &state) {
  measure_task(state,
               [](std::size_t) { return count(spawned_leaves(tree_depth)); });
}
UNBLOCK_BENCH(tree_spawned, tree_tasks);

task<> yields(std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    co_await yield_now();
}

void yield_1(benchmark::State &state) { measure_task(state, yields); }
UNBLOCK_BENCH(yield_1, 300'000);

void yield_100(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    std::vector<join_handle<void>> handles;
    for (int i = 0; i < 100; ++i)
      handles.push_back(spawn(yields(n / 100)));
    for (auto &handle : handles)
      co_await handle;
  });
}
UNBLOCK_BENCH(yield_100, 500'000);

} // namespace
