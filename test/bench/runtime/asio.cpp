//===- asio.cpp - The runtime's cases over Asio's thread_pool -------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a C++ user can take from a distribution today: coroutines started with
// co_spawn, and plain closures with post. A case's name begins with which one.
// Blocking work goes to a second thread_pool, whose size is fixed.
//
//===----------------------------------------------------------------------===//

#include "bench.hpp"

#include <asio.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/experimental/concurrent_channel.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

using namespace bench;
using asio::awaitable;
using asio::use_awaitable;
using namespace std::chrono_literals;

namespace {

using channel =
    asio::experimental::concurrent_channel<void(asio::error_code, std::size_t)>;

awaitable<clock::duration> timed(awaitable<void> body) {
  const auto start = clock::now();
  co_await std::move(body);
  co_return clock::now() - start;
}

// Runs a coroutine on a pool with the wanted number of workers.
template <class T> T on_worker(awaitable<T> body) {
  asio::thread_pool pool(workers);
  return asio::co_spawn(pool, std::move(body), asio::use_future).get();
}

template <class Body>
void measure_coroutine(benchmark::State &state, Body body) {
  measure(state, [&](std::size_t n) { return on_worker(timed(body(n))); });
}

// Waits for a number of completions that each bring a value. Asio has no handle
// to join a coroutine with.
class completions {
public:
  completions(asio::any_io_executor executor, std::size_t n)
      : left(n), done(std::move(executor), 1) {}

  void operator()(std::exception_ptr, std::size_t value) { add(value); }

  void add(std::size_t value) {
    sum.fetch_add(value, std::memory_order_relaxed);
    if (left.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      done.try_send(asio::error_code(), 0);
      sent.store(true, std::memory_order_release);
    }
  }

  awaitable<std::size_t> wait() {
    co_await done.async_receive(use_awaitable);
    // Whoever waits may destroy the channel, so nobody may be inside it.
    while (!sent.load(std::memory_order_acquire))
      std::this_thread::yield();
    co_return sum;
  }

private:
  std::atomic<std::size_t> left;
  std::atomic<std::size_t> sum = 0;
  std::atomic<bool> sent = false;
  channel done;
};

void check(bool condition) {
  if (!condition)
    std::abort();
}

awaitable<std::size_t> number(std::size_t i) { co_return i; }

awaitable<void> co_spawn_all(std::size_t n) {
  const auto executor = co_await asio::this_coro::executor;
  completions all(executor, n);
  for (std::size_t i = 0; i < n; ++i)
    asio::co_spawn(executor, number(i), std::ref(all));
  check(co_await all.wait() == n * (n - 1) / 2);
}

awaitable<void> post_all(std::size_t n) {
  const auto executor = co_await asio::this_coro::executor;
  completions all(executor, n);
  for (std::size_t i = 0; i < n; ++i)
    asio::post(executor, [&all, i] { all.add(i); });
  check(co_await all.wait() == n * (n - 1) / 2);
}

awaitable<void> batches_of_1000(std::size_t n,
                                awaitable<void> (*batch)(std::size_t)) {
  for (std::size_t i = 0; i < n / 1000; ++i)
    co_await batch(1000);
}

awaitable<clock::duration> warm(awaitable<void> (*body)(std::size_t),
                                std::size_t n) {
  co_await body(1000);
  co_return co_await timed(body(n));
}

void co_spawn_join_1e6(benchmark::State &state) {
  measure(state,
          [](std::size_t n) { return on_worker(warm(co_spawn_all, n)); });
}
UNBLOCK_BENCH(co_spawn_join_1e6, 1'000'000)->Name("co_spawn.spawn_join_1e6");

void post_join_1e6(benchmark::State &state) {
  measure(state, [](std::size_t n) { return on_worker(warm(post_all, n)); });
}
UNBLOCK_BENCH(post_join_1e6, 1'000'000)->Name("post.spawn_join_1e6");

void measure_bytes(benchmark::State &state,
                   awaitable<void> (*body)(std::size_t)) {
  std::size_t bytes = 0;
  measure(state, [&](std::size_t n) {
    return on_worker([](auto body, std::size_t n,
                        std::size_t &bytes) -> awaitable<clock::duration> {
      co_await body(1000);
      const std::size_t before = peak_resident();
      const auto time = co_await timed(body(n));
      bytes = peak_resident() - before;
      co_return time;
    }(body, n, bytes));
  });
  state.counters["resident_bytes"] = benchmark::Counter(
      static_cast<double>(bytes), benchmark::Counter::kAvgIterations);
}

void co_spawn_bytes(benchmark::State &state) {
  measure_bytes(state, co_spawn_all);
}
UNBLOCK_BENCH(co_spawn_bytes, 1'000'000)->Name("co_spawn.task_bytes");

void post_bytes(benchmark::State &state) { measure_bytes(state, post_all); }
UNBLOCK_BENCH(post_bytes, 1'000'000)->Name("post.task_bytes");

void co_spawn_join_1000(benchmark::State &state) {
  measure_coroutine(
      state, [](std::size_t n) { return batches_of_1000(n, co_spawn_all); });
}
UNBLOCK_BENCH(co_spawn_join_1000, 1'000'000)->Name("co_spawn.spawn_join_1000");

void post_join_1000(benchmark::State &state) {
  measure_coroutine(state,
                    [](std::size_t n) { return batches_of_1000(n, post_all); });
}
UNBLOCK_BENCH(post_join_1000, 1'000'000)->Name("post.spawn_join_1000");

void spawn_await_one(benchmark::State &state) {
  measure_coroutine(state, [](std::size_t n) -> awaitable<void> {
    const auto executor = co_await asio::this_coro::executor;
    for (std::size_t i = 0; i < n; ++i)
      benchmark::DoNotOptimize(
          co_await asio::co_spawn(executor, number(i), use_awaitable));
  });
}
UNBLOCK_BENCH(spawn_await_one, 200'000)->Name("co_spawn.spawn_await_one");

constexpr unsigned tree_depth = 18;
constexpr std::size_t tree_tasks = (std::size_t{2} << tree_depth) - 2;

awaitable<std::uint64_t> leaves(unsigned depth) {
  using namespace asio::experimental::awaitable_operators;
  if (depth == 0)
    co_return 1;
  const auto [left, right] = co_await (leaves(depth - 1) && leaves(depth - 1));
  co_return left + right;
}

void tree_joined(benchmark::State &state) {
  measure_coroutine(state, [](std::size_t) -> awaitable<void> {
    check(co_await leaves(tree_depth) == 1U << tree_depth);
  });
}
UNBLOCK_BENCH(tree_joined, tree_tasks)->Name("co_spawn.tree_joined");

awaitable<void> yields(std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    co_await asio::post(use_awaitable);
}

void yield_1(benchmark::State &state) { measure_coroutine(state, yields); }
UNBLOCK_BENCH(yield_1, 300'000)->Name("co_spawn.yield_1");

void yield_100(benchmark::State &state) {
  measure_coroutine(state, [](std::size_t n) -> awaitable<void> {
    const auto executor = co_await asio::this_coro::executor;
    completions all(executor, 100);
    for (int i = 0; i < 100; ++i)
      asio::co_spawn(executor, yields(n / 100),
                     [&all](std::exception_ptr) { all.add(0); });
    co_await all.wait();
  });
}
UNBLOCK_BENCH(yield_100, 500'000)->Name("co_spawn.yield_100");

void ping_pong(benchmark::State &state) {
  measure_coroutine(state, [](std::size_t n) -> awaitable<void> {
    const auto executor = co_await asio::this_coro::executor;
    channel ping(executor, 1), pong(executor, 1);
    completions echo(executor, 1);
    auto answer = [](std::size_t n, channel &ping,
                     channel &pong) -> awaitable<std::size_t> {
      for (std::size_t i = 0; i < n; ++i)
        co_await pong.async_send({}, co_await ping.async_receive(use_awaitable),
                                 use_awaitable);
      co_return 0;
    };
    asio::co_spawn(executor, answer(n, ping, pong), std::ref(echo));
    for (std::size_t i = 0; i < n; ++i) {
      co_await ping.async_send({}, i, use_awaitable);
      check(co_await pong.async_receive(use_awaitable) == i);
    }
    co_await echo.wait();
  });
}
UNBLOCK_BENCH(ping_pong, 200'000)->Name("co_spawn.ping_pong");

void mpsc_1024(benchmark::State &state) {
  measure_coroutine(state, [](std::size_t n) -> awaitable<void> {
    const auto executor = co_await asio::this_coro::executor;
    channel values(executor, 1024);
    completions sender(executor, 1);
    auto send = [](std::size_t n, channel &values) -> awaitable<std::size_t> {
      for (std::size_t i = 0; i < n; ++i)
        co_await values.async_send({}, i, use_awaitable);
      co_return 0;
    };
    asio::co_spawn(executor, send(n, values), std::ref(sender));
    for (std::size_t i = 0; i < n; ++i)
      check(co_await values.async_receive(use_awaitable) == i);
    co_await sender.wait();
  });
}
UNBLOCK_BENCH(mpsc_1024, 1'000'000)->Name("co_spawn.mpsc_1024");

// Runs a closure on `pool`; the awaiting coroutine goes on where it was.
template <class F>
awaitable<std::size_t> posted(asio::thread_pool &pool, F closure) {
  return asio::async_initiate<const asio::use_awaitable_t<>, void(std::size_t)>(
      [&pool](auto handler, F closure) {
        const auto executor = asio::get_associated_executor(handler);
        asio::post(
            pool, [handler = std::move(handler), executor, closure]() mutable {
              asio::post(executor,
                         [handler = std::move(handler),
                          value = closure()]() mutable { handler(value); });
            });
      },
      use_awaitable, std::move(closure));
}

template <class Offload>
void measure_offload(benchmark::State &state, Offload offload) {
  std::vector<clock::duration> each;
  measure(state, [&](std::size_t n) {
    asio::thread_pool pool(1);
    return on_worker([](auto n, auto &pool, auto offload,
                        auto &each) -> awaitable<clock::duration> {
      benchmark::DoNotOptimize(co_await offload(pool, 0));
      const auto first = clock::now();
      for (std::size_t i = 0; i < n; ++i) {
        const auto start = clock::now();
        benchmark::DoNotOptimize(co_await offload(pool, i));
        each.push_back(clock::now() - start);
      }
      co_return clock::now() - first;
    }(n, pool, offload, each));
  });
  report_percentiles(state, std::move(each));
}

void co_spawn_offload(benchmark::State &state) {
  measure_offload(state, [](asio::thread_pool &pool, std::size_t i) {
    return asio::co_spawn(pool, number(i), use_awaitable);
  });
}
UNBLOCK_BENCH(co_spawn_offload, 20'000)->Name("co_spawn.offload");

void post_offload(benchmark::State &state) {
  measure_offload(state, [](asio::thread_pool &pool, std::size_t i) {
    return posted(pool, [i] { return i; });
  });
}
UNBLOCK_BENCH(post_offload, 20'000)->Name("post.offload");

template <class Submit>
void measure_16_threads(benchmark::State &state, Submit submit) {
  measure(state, [submit](std::size_t n) {
    asio::thread_pool pool(16);
    return on_worker(
        timed([](auto n, auto &pool, auto submit) -> awaitable<void> {
          completions all(co_await asio::this_coro::executor, n);
          for (std::size_t i = 0; i < n; ++i)
            submit(pool, all, i);
          check(co_await all.wait() == n * (n - 1) / 2);
        }(n, pool, submit)));
  });
}

void co_spawn_16_threads(benchmark::State &state) {
  measure_16_threads(
      state, [](asio::thread_pool &pool, completions &all, std::size_t i) {
        asio::co_spawn(pool, number(i), std::ref(all));
      });
}
UNBLOCK_BENCH(co_spawn_16_threads, 100'000)
    ->Name("co_spawn.offload_1e5_cap_16");

void post_16_threads(benchmark::State &state) {
  measure_16_threads(
      state, [](asio::thread_pool &pool, completions &all, std::size_t i) {
        asio::post(pool, [&all, i] { all.add(i); });
      });
}
UNBLOCK_BENCH(post_16_threads, 100'000)->Name("post.offload_1e5_cap_16");

void sleep_1ms(benchmark::State &state) {
  std::vector<clock::duration> overshoot;
  measure(state, [&](std::size_t n) {
    return on_worker(timed([](auto n, auto &overshoot) -> awaitable<void> {
      asio::steady_timer timer(co_await asio::this_coro::executor);
      for (std::size_t i = 0; i < n; ++i) {
        const auto start = clock::now();
        timer.expires_after(1ms);
        co_await timer.async_wait(use_awaitable);
        overshoot.push_back(clock::now() - start - 1ms);
      }
    }(n, overshoot)));
  });
  report_percentiles(state, std::move(overshoot));
}
UNBLOCK_BENCH(sleep_1ms, 200)->Name("co_spawn.sleep_1ms");

// A coroutine that sleeps for 1 ms at a time: its longest sleep.
awaitable<clock::duration> ticks() {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  clock::duration longest{};
  for (const auto first = clock::now(); clock::now() - first < 1200ms;) {
    const auto start = clock::now();
    timer.expires_after(1ms);
    co_await timer.async_wait(use_awaitable);
    longest = std::max(longest, clock::now() - start);
  }
  co_return longest;
}

void ticker_offload(benchmark::State &state) {
  measure(state, [](std::size_t) {
    asio::thread_pool pool(workers), blocking(2);
    auto longest = asio::co_spawn(pool, ticks(), asio::use_future);
    std::this_thread::sleep_for(50ms);
    for (int i = 0; i < 2; ++i)
      asio::post(blocking, [] { std::this_thread::sleep_for(1s); });
    return longest.get();
  });
}
UNBLOCK_BENCH(ticker_offload, 1)->Name("co_spawn.ticker_offload");

} // namespace

int main(int argc, char **argv) { return run(argc, argv); }
