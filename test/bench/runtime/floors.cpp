//===- floors.cpp - What the machine takes for the runtime's parts --------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// No runtime can be faster than these, and some goals are multiples of them.
//
//===----------------------------------------------------------------------===//

#include "bench.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <coroutine>
#include <latch>
#include <mutex>
#include <thread>

using namespace bench;

namespace {

// A number that two threads take turns to count up; each sleeps until it is its
// turn.
class turns {
public:
  void wait_for(int value) {
    for (int now; (now = count.load(std::memory_order_acquire)) < value;)
      futex(FUTEX_WAIT_PRIVATE, now);
  }
  void set(int value) {
    count.store(value, std::memory_order_release);
    futex(FUTEX_WAKE_PRIVATE, 1);
  }

private:
  void futex(int operation, int value) {
    syscall(SYS_futex, &count, operation, value, nullptr, nullptr, 0);
  }

  std::atomic<int> count = 0;
};

void futex_round_trip(benchmark::State &state) {
  measure(state, [](std::size_t n) {
    turns there, back;
    const int last = static_cast<int>(n);
    std::thread other([&] {
      for (int i = 1; i <= last; ++i) {
        there.wait_for(i);
        back.set(i);
      }
    });
    const auto start = clock::now();
    for (int i = 1; i <= last; ++i) {
      there.set(i);
      back.wait_for(i);
    }
    const auto time = clock::now() - start;
    other.join();
    return time;
  });
}
UNBLOCK_BENCH(futex_round_trip, 20'000);

void nanosleep_1ms(benchmark::State &state) {
  std::vector<clock::duration> overshoot;
  measure(state, [&](std::size_t n) {
    const std::chrono::milliseconds wanted(1);
    const timespec request{0, 1'000'000};
    const auto first = clock::now();
    for (std::size_t i = 0; i < n; ++i) {
      const auto start = clock::now();
      nanosleep(&request, nullptr);
      overshoot.push_back(clock::now() - start - wanted);
    }
    return clock::now() - first;
  });
  report_percentiles(state, std::move(overshoot));
}
UNBLOCK_BENCH(nanosleep_1ms, 200);

void clock_read(benchmark::State &state) {
  measure(state, [](std::size_t n) {
    const auto start = clock::now();
    for (std::size_t i = 0; i < n; ++i)
      benchmark::DoNotOptimize(clock::now());
    return clock::now() - start;
  });
}
UNBLOCK_BENCH(clock_read, 1'000'000);

void std_mutex(benchmark::State &state) {
  // The C library saves atomic operations while a process has one thread.
  std::latch done(1);
  std::thread other([&] { done.wait(); });
  measure(state, [](std::size_t n) {
    std::mutex mutex;
    std::size_t counter = 0;
    const auto start = clock::now();
    for (std::size_t i = 0; i < n; ++i) {
      std::lock_guard lock(mutex);
      benchmark::DoNotOptimize(++counter);
    }
    return clock::now() - start;
  });
  done.count_down();
  other.join();
}
UNBLOCK_BENCH(std_mutex, 1'000'000);

// A coroutine with a promise that holds nothing.
struct bare_coroutine {
  struct promise_type {
    bare_coroutine get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(std::size_t value) { benchmark::DoNotOptimize(value); }
    void unhandled_exception() {}
  };

  std::coroutine_handle<promise_type> handle;
};

// Out of line, so that no compiler puts the frame on the caller's stack.
[[gnu::noinline]] bare_coroutine bare_number(std::size_t i) { co_return i; }

void coroutine(benchmark::State &state) {
  measure(state, [](std::size_t n) {
    const auto start = clock::now();
    for (std::size_t i = 0; i < n; ++i) {
      const auto handle = bare_number(i).handle;
      handle.resume();
      handle.destroy();
    }
    return clock::now() - start;
  });
}
UNBLOCK_BENCH(coroutine, 1'000'000);

void coroutine_1e6(benchmark::State &state) {
  measure(state, [](std::size_t n) {
    std::vector<std::coroutine_handle<>> handles;
    handles.reserve(n);
    const auto start = clock::now();
    for (std::size_t i = 0; i < n; ++i)
      handles.push_back(bare_number(i).handle);
    for (const auto handle : handles)
      handle.resume();
    for (const auto handle : handles)
      handle.destroy();
    return clock::now() - start;
  });
}
UNBLOCK_BENCH(coroutine_1e6, 1'000'000);

} // namespace

int main(int argc, char **argv) { return run(argc, argv); }
