//===- context.hpp - The runtime that a case runs on ------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// ../tokio/src/context.rs over our runtime.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_TEST_BENCH_RUNTIME_CONTEXT_HPP
#define UNBLOCK_TEST_BENCH_RUNTIME_CONTEXT_HPP

#include "../bench.hpp"

#include <unblock/unblock.hpp>

#include <cstdlib>
#include <utility>

namespace bench {

using unblock::task;

inline unblock::runtime::builder builder() {
  auto builder = unblock::runtime::builder::multi_thread();
  builder.worker_threads(workers);
  return builder;
}

inline task<clock::duration> timed(task<> body) {
  const auto start = clock::now();
  co_await std::move(body);
  co_return clock::now() - start;
}

/// Runs \p body as a task, on a worker as in an application.
template <class T> T on_worker(unblock::runtime &runtime, task<T> body) {
  return runtime.block_on(runtime.spawn(std::move(body)));
}

/// Measures a coroutine function that runs as many operations as it is told.
template <class Body> void measure_task(benchmark::State &state, Body body) {
  unblock::runtime runtime = builder().build();
  measure(state,
          [&](std::size_t n) { return on_worker(runtime, timed(body(n))); });
}

inline void check(bool condition) {
  if (!condition)
    std::abort();
}

} // namespace bench

#endif // UNBLOCK_TEST_BENCH_RUNTIME_CONTEXT_HPP
