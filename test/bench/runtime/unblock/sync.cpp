//===- sync.cpp - Locks and channels --------------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "context.hpp"

using namespace bench;
using unblock::join_handle;
using unblock::spawn;

namespace {

namespace sync = unblock::sync;

task<> echo(sync::mpsc::receiver<std::size_t> pings,
            sync::mpsc::sender<std::size_t> pong) {
  while (auto value = co_await pings.recv())
    co_await pong.send(*value);
}

void ping_pong(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    auto [pong, pongs] = sync::mpsc::channel<std::size_t>(1);
    auto [ping, pings] = sync::mpsc::channel<std::size_t>(1);
    auto other = spawn(echo(std::move(pings), std::move(pong)));
    {
      auto to_other = std::move(ping);
      for (std::size_t i = 0; i < n; ++i) {
        co_await to_other.send(i);
        check(co_await pongs.recv() == i);
      }
    }
    co_await other;
  });
}
UNBLOCK_BENCH(ping_pong, 200'000);

task<> count_up(sync::mutex &mutex, std::size_t &counter, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    auto guard = co_await mutex.lock();
    benchmark::DoNotOptimize(++counter);
  }
}

void mutex(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    sync::mutex mutex;
    std::size_t counter = 0;
    co_await count_up(mutex, counter, n);
    check(counter == n);
  });
}
UNBLOCK_BENCH(mutex, 1'000'000);

void mutex_8_tasks(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    sync::mutex mutex;
    std::size_t counter = 0;
    std::vector<join_handle<void>> handles;
    for (int i = 0; i < 8; ++i)
      handles.push_back(spawn(count_up(mutex, counter, n / 8)));
    for (auto &handle : handles)
      co_await handle;
    check(counter == n);
  });
}
UNBLOCK_BENCH(mutex_8_tasks, 400'000);

void semaphore(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    sync::semaphore semaphore(4);
    for (std::size_t i = 0; i < n; ++i)
      benchmark::DoNotOptimize(co_await semaphore.acquire());
  });
}
UNBLOCK_BENCH(semaphore, 1'000'000);

void oneshot(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    for (std::size_t i = 0; i < n; ++i) {
      auto [sender, receiver] = sync::oneshot::channel<std::size_t>();
      std::move(sender).send(i);
      benchmark::DoNotOptimize(co_await std::move(receiver));
    }
  });
}
UNBLOCK_BENCH(oneshot, 1'000'000);

task<> answer(sync::oneshot::sender<std::size_t> sender, std::size_t i) {
  std::move(sender).send(i);
  co_return;
}

void oneshot_spawn(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    for (std::size_t i = 0; i < n; ++i) {
      auto [sender, receiver] = sync::oneshot::channel<std::size_t>();
      spawn(answer(std::move(sender), i)).detach();
      benchmark::DoNotOptimize(co_await std::move(receiver));
    }
  });
}
UNBLOCK_BENCH(oneshot_spawn, 200'000);

void mpsc_same_task(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    auto [sender, receiver] = sync::mpsc::channel<std::size_t>(64);
    for (std::size_t i = 0; i < n; ++i) {
      co_await sender.send(i);
      benchmark::DoNotOptimize(co_await receiver.recv());
    }
  });
}
UNBLOCK_BENCH(mpsc_same_task, 1'000'000);

task<> send_all(sync::mpsc::sender<std::size_t> sender, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    co_await sender.send(i);
}

task<> send_all(sync::mpsc::unbounded_sender<std::size_t> sender,
                std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    sender.send(i);
  co_return;
}

template <class Receiver> task<std::size_t> receive_all(Receiver receiver) {
  std::size_t count = 0;
  while (co_await receiver.recv())
    ++count;
  co_return count;
}

void mpsc_1024(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    auto [sender, receiver] = sync::mpsc::channel<std::size_t>(1024);
    spawn(send_all(std::move(sender), n)).detach();
    check(co_await receive_all(std::move(receiver)) == n);
  });
}
UNBLOCK_BENCH(mpsc_1024, 1'000'000);

void mpsc_unbounded(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    auto [sender, receiver] = sync::mpsc::unbounded_channel<std::size_t>();
    spawn(send_all(std::move(sender), n)).detach();
    check(co_await receive_all(std::move(receiver)) == n);
  });
}
UNBLOCK_BENCH(mpsc_unbounded, 1'000'000);

void mpsc_8_senders(benchmark::State &state) {
  measure_task(state, [](std::size_t n) -> task<> {
    auto [sender, receiver] = sync::mpsc::channel<std::size_t>(1024);
    {
      const auto first = std::move(sender);
      for (int i = 0; i < 8; ++i)
        spawn(send_all(first, n / 8)).detach();
    }
    check(co_await receive_all(std::move(receiver)) == n);
  });
}
UNBLOCK_BENCH(mpsc_8_senders, 1'000'000);

} // namespace
