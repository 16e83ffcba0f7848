//===- bench.hpp - What the runtime's benchmarks share ----------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A case is a Google Benchmark with manual time and a fixed number of
// iterations: it runs them in one go, on a worker, and says how long that took.
// A case's time is that of one operation; counters say more, times among them
// in nanoseconds. tokio/src has the same cases by the same names.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_TEST_BENCH_RUNTIME_BENCH_HPP
#define UNBLOCK_TEST_BENCH_RUNTIME_BENCH_HPP

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

using clock = std::chrono::steady_clock;
using seconds = std::chrono::duration<double>;
using nanoseconds = std::chrono::duration<double, std::nano>;

/// The number of workers, set by --workers=N.
inline std::size_t workers = 1;

inline std::size_t process_status(std::string_view key) {
  std::ifstream file("/proc/self/status");
  std::string word;
  std::size_t value = 0;
  while (file >> word && word != key) {
  }
  file >> value;
  return value;
}

/// The number of the process's threads.
inline std::size_t threads() { return process_status("Threads:"); }

/// The largest resident set of the process so far, in bytes.
inline std::size_t peak_resident() { return process_status("VmHWM:") * 1024; }

/// Reports the median and the 99th percentile of \p times.
template <class Duration>
void report_percentiles(benchmark::State &state, std::vector<Duration> times) {
  std::sort(times.begin(), times.end());
  state.counters["p50"] = nanoseconds(times[times.size() / 2]).count();
  state.counters["p99"] = nanoseconds(times[times.size() * 99 / 100]).count();
}

/// Runs all iterations at once: \p body takes their number and returns what
/// they took.
template <class Body> void measure(benchmark::State &state, Body body) {
  const auto n = state.max_iterations;
  while (state.KeepRunningBatch(n))
    state.SetIterationTime(seconds(body(static_cast<std::size_t>(n))).count());
}

inline int run(int argc, char **argv) {
  benchmark::Initialize(&argc, argv);
  for (; argc > 1; --argc, ++argv) {
    const std::string_view argument = argv[1];
    constexpr std::string_view option = "--workers=";
    if (argument.starts_with(option))
      workers = std::strtoul(argument.data() + option.size(), nullptr, 10);
    if (!argument.starts_with(option) || workers == 0) {
      std::cerr << "unknown argument: " << argument << '\n';
      return 2;
    }
  }
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}

} // namespace bench

/// Registers a case that runs \p n operations.
#define UNBLOCK_BENCH(name, n) BENCHMARK(name)->Iterations(n)->UseManualTime()

#endif // UNBLOCK_TEST_BENCH_RUNTIME_BENCH_HPP
