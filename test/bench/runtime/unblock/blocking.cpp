//===- blocking.cpp - spawn_blocking and block_in_place -------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "context.hpp"

#include <atomic>
#include <thread>

using namespace bench;
using unblock::block_in_place;
using unblock::join_handle;
using unblock::spawn;
using unblock::spawn_blocking;
using unblock::yield_now;
using namespace std::chrono_literals;
using std::this_thread::sleep_for;

namespace {

void offload(benchmark::State &state) {
  std::vector<clock::duration> each;
  measure(state, [&](std::size_t n) {
    unblock::runtime runtime = builder().build();
    each.reserve(n);
    return on_worker(runtime,
                     [](std::size_t n, auto &each) -> task<clock::duration> {
                       co_await spawn_blocking([] {});
                       const auto first = clock::now();
                       for (std::size_t i = 0; i < n; ++i) {
                         const auto start = clock::now();
                         benchmark::DoNotOptimize(
                             co_await spawn_blocking([i] { return i; }));
                         each.push_back(clock::now() - start);
                       }
                       co_return clock::now() - first;
                     }(n, each));
  });
  report_percentiles(state, std::move(each));
}
UNBLOCK_BENCH(offload, 20'000);

void offload_4_tasks(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    std::vector<join_handle<void>> handles;
    for (int task_number = 0; task_number < 4; ++task_number)
      handles.push_back(spawn([](std::size_t n) -> task<> {
        for (std::size_t i = 0; i < n; ++i)
          benchmark::DoNotOptimize(co_await spawn_blocking([i] { return i; }));
      }(n / 4)));
    for (auto &handle : handles)
      co_await handle;
  });
}
UNBLOCK_BENCH(offload_4_tasks, 20'000);

task<> offload_all(std::size_t n) {
  std::vector<join_handle<std::size_t>> handles;
  handles.reserve(n);
  for (std::size_t i = 0; i < n; ++i)
    handles.push_back(spawn_blocking([i] { return i; }));
  std::size_t sum = 0;
  for (auto &handle : handles)
    sum += co_await handle;
  check(sum == n * (n - 1) / 2);
}

void measure_outstanding(benchmark::State &state, std::size_t cap) {
  std::atomic<std::size_t> started = 0;
  measure(state, [&](std::size_t n) {
    unblock::runtime runtime = builder()
                                   .max_blocking_threads(cap)
                                   .on_thread_start([&] { ++started; })
                                   .build();
    return on_worker(runtime, timed(offload_all(n)));
  });
  state.counters["threads_started"] = static_cast<double>(started - workers);
}

void offload_1e5(benchmark::State &state) { measure_outstanding(state, 512); }
UNBLOCK_BENCH(offload_1e5, 100'000);

void offload_1e5_cap_16(benchmark::State &state) {
  measure_outstanding(state, 16);
}
UNBLOCK_BENCH(offload_1e5_cap_16, 100'000);

void offload_600_x_100ms(benchmark::State &state) {
  std::atomic<int> running = 0, most = 0;
  measure(state, [&](std::size_t) {
    unblock::runtime runtime = builder().max_blocking_threads(512).build();
    return on_worker(runtime, timed([](auto &running, auto &most) -> task<> {
                       std::vector<join_handle<void>> handles;
                       for (int i = 0; i < 600; ++i)
                         handles.push_back(spawn_blocking([&] {
                           const int now = ++running;
                           for (int seen = most;
                                seen < now &&
                                !most.compare_exchange_weak(seen, now);) {
                           }
                           sleep_for(100ms);
                           --running;
                         }));
                       for (auto &handle : handles)
                         co_await handle;
                     }(running, most)));
  });
  state.counters["at_once"] = most.load();
}
UNBLOCK_BENCH(offload_600_x_100ms, 1);

std::size_t trivial(std::size_t i) {
  return block_in_place([i] {
    benchmark::DoNotOptimize(i);
    return i;
  });
}

task<> in_place_loop(std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    benchmark::DoNotOptimize(trivial(i));
  co_return;
}

task<> in_place_yield_loop(std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    benchmark::DoNotOptimize(trivial(i));
    co_await yield_now();
  }
}

// Times 5e4 block_in_place, and counts the threads that twice as many leave.
void measure_in_place(benchmark::State &state, task<> (*loop)(std::size_t)) {
  std::size_t more = 0;
  measure(state, [&](std::size_t n) {
    unblock::runtime runtime = builder().build();
    return on_worker(
        runtime, [](auto n, auto loop, auto &more) -> task<clock::duration> {
          const auto before = threads();
          const auto time = co_await timed(loop(n));
          co_await loop(n);
          more = threads() - before;
          co_return time;
        }(n, loop, more));
  });
  state.counters["extra_threads"] = static_cast<double>(more);
}

void in_place(benchmark::State &state) {
  measure_in_place(state, in_place_loop);
}
UNBLOCK_BENCH(in_place, 50'000);

void in_place_yield(benchmark::State &state) {
  measure_in_place(state, in_place_yield_loop);
}
UNBLOCK_BENCH(in_place_yield, 50'000);

void in_place_nested(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    block_in_place([n] {
      for (std::size_t i = 0; i < n; ++i)
        benchmark::DoNotOptimize(trivial(i));
    });
    co_return;
  });
}
UNBLOCK_BENCH(in_place_nested, 100'000);

void in_place_20us(benchmark::State &state) {
  unblock::runtime runtime = builder().build();
  measure(state, [&](std::size_t n) {
    return on_worker(runtime, [](std::size_t n) -> task<clock::duration> {
      clock::duration inside{};
      const auto first = clock::now();
      for (std::size_t i = 0; i < n; ++i) {
        inside += block_in_place([] {
          const auto start = clock::now();
          for (;;)
            if (const auto time = clock::now() - start; time >= 20us)
              return time;
        });
        co_await yield_now();
      }
      co_return clock::now() - first - inside;
    }(n));
  });
}
UNBLOCK_BENCH(in_place_20us, 5'000);

task<clock::duration> delay_since(clock::time_point start) {
  co_return clock::now() - start;
}

// A task makes another one ready on its own worker and blocks: when does that
// one start?
void in_place_handoff(benchmark::State &state) {
  std::vector<clock::duration> each;
  unblock::runtime runtime = builder().build();
  measure(state, [&](std::size_t n) {
    return on_worker(runtime, timed([](std::size_t n, auto &each) -> task<> {
                       for (std::size_t i = 0; i < n; ++i) {
                         auto other = spawn(delay_since(clock::now()));
                         block_in_place([] { sleep_for(2ms); });
                         each.push_back(co_await other);
                         co_await yield_now();
                       }
                     }(n, each)));
  });
  state.counters["first"] = nanoseconds(each.front()).count();
  report_percentiles(state, std::move(each));
}
UNBLOCK_BENCH(in_place_handoff, 300);

void spike(benchmark::State &state) {
  std::size_t after_spike = 0, after_load = 0;
  measure(state, [&](std::size_t) {
    unblock::runtime runtime = builder().thread_keep_alive(500ms).build();
    return runtime.block_on(
        [](auto &after_spike, auto &after_load) -> task<clock::duration> {
          std::vector<join_handle<void>> handles;
          for (int i = 0; i < 200; ++i)
            handles.push_back(spawn_blocking([] { sleep_for(50ms); }));
          for (auto &handle : handles)
            co_await handle;
          after_spike = threads();
          const auto start = clock::now();
          while (clock::now() - start < 4s) {
            co_await spawn_blocking([] {});
            co_await unblock::sleep_for(1ms);
          }
          after_load = threads();
          co_return clock::now() - start;
        }(after_spike, after_load));
  });
  state.counters["threads_after_spike"] = static_cast<double>(after_spike);
  state.counters["threads_after_load"] = static_cast<double>(after_load);
}
UNBLOCK_BENCH(spike, 1);

// The only blocking thread and all workers are blocked: when does a new task
// start?
void all_blocked(benchmark::State &state) {
  measure(state, [](std::size_t) {
    unblock::runtime runtime = builder().max_blocking_threads(1).build();
    auto closure = runtime.spawn_blocking([] { sleep_for(300ms); });
    std::vector<join_handle<void>> handles;
    for (std::size_t i = 0; i < workers; ++i)
      handles.push_back(runtime.spawn([]() -> task<> {
        block_in_place([] { sleep_for(200ms); });
        co_return;
      }()));
    sleep_for(20ms);
    const auto delay =
        runtime.block_on(runtime.spawn(delay_since(clock::now())));
    for (auto &handle : handles)
      runtime.block_on(std::move(handle));
    runtime.block_on(std::move(closure));
    return delay;
  });
}
UNBLOCK_BENCH(all_blocked, 1);

void abort_queued(benchmark::State &state) {
  measure(state, [](std::size_t) {
    unblock::runtime runtime = builder().max_blocking_threads(1).build();
    return runtime.block_on([]() -> task<clock::duration> {
      auto running = spawn_blocking([] { sleep_for(100ms); });
      auto queued = spawn_blocking([] {});
      const auto start = clock::now();
      queued.abort();
      check((co_await queued.result()).is_cancelled());
      const auto time = clock::now() - start;
      co_await running;
      co_return time;
    }());
  });
}
UNBLOCK_BENCH(abort_queued, 1);

void shutdown_queued(benchmark::State &state) {
  std::atomic<int> started = 0, finished = 0;
  int waited_for = 0;
  measure(state, [&](std::size_t) {
    clock::time_point start;
    {
      unblock::runtime runtime = builder().max_blocking_threads(1).build();
      for (int i = 0; i < 20; ++i)
        runtime
            .spawn_blocking([&] {
              ++started;
              sleep_for(10ms);
              ++finished;
            })
            .detach();
      while (started == 0)
        sleep_for(1ms);
      start = clock::now();
    }
    waited_for = finished;
    return clock::now() - start;
  });
  if (waited_for == 0)
    state.SkipWithError("did not wait for the running closure");
  state.counters["closures_run"] = finished.load();
}
UNBLOCK_BENCH(shutdown_queued, 1);

} // namespace
