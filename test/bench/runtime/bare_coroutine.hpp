//===- bare_coroutine.hpp - What a coroutine costs alone --------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The coroutine that the spawning cases run, with a promise that holds nothing:
// the floor for what it takes to make one, and for the size of its frame.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_TEST_BENCH_RUNTIME_BARE_COROUTINE_HPP
#define UNBLOCK_TEST_BENCH_RUNTIME_BARE_COROUTINE_HPP

#include <benchmark/benchmark.h>

#include <coroutine>
#include <cstddef>

namespace bench {

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
[[gnu::noinline]] inline bare_coroutine bare_number(std::size_t i) {
  co_return i;
}

} // namespace bench

#endif // UNBLOCK_TEST_BENCH_RUNTIME_BARE_COROUTINE_HPP
