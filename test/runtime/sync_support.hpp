//===- sync_support.hpp - What the tests of sync:: share -------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_TEST_SYNC_SUPPORT_HPP
#define UNBLOCK_TEST_SYNC_SUPPORT_HPP

#include <unblock/unblock.hpp>

#include <chrono>
#include <cstddef>
#include <utility>

namespace unblock::test {

/// Runs \p work on a runtime of this thread alone: what happens is determined.
template <class T> T on_one_thread(task<T> work) {
  runtime one = runtime::builder::current_thread().build();
  return one.block_on(std::move(work));
}

/// Runs \p work on four workers.
template <class T> T on_many_threads(task<T> work) {
  runtime many = runtime::builder::multi_thread().worker_threads(4).build();
  return many.block_on(many.spawn(std::move(work)));
}

/// Lets the other tasks of this thread go on until they wait.
inline task<> settle() {
  for (int turn = 0; turn != 16; ++turn)
    co_await yield_now();
}

/// Counts its own turns until it is told to stop.
struct bystander {
  std::size_t turns = 0;
  bool stop = false;

  task<> run() {
    while (!stop) {
      ++turns;
      co_await yield_now();
    }
  }
};

/// Calls \p operation, a function that returns a task, time and again, far
/// beyond the budget of a turn; returns how often another task ran meanwhile.
template <class F> task<std::size_t> turns_beside(F operation) {
  bystander other;
  auto running = spawn(other.run());
  co_await settle();
  std::size_t before = other.turns;
  for (int i = 0; i != 2000; ++i)
    co_await operation();
  std::size_t turns = other.turns - before;
  other.stop = true;
  co_await running;
  co_return turns;
}

using namespace std::chrono_literals;

} // namespace unblock::test

#endif // UNBLOCK_TEST_SYNC_SUPPORT_HPP
