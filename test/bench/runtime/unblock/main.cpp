//===- main.cpp - The runtime's benchmarks --------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The program, and the one case that is about the runtime itself.
//
//===----------------------------------------------------------------------===//

#include "context.hpp"

using namespace bench;

static void runtime_start_stop(benchmark::State &state) {
  measure(state, [](std::size_t n) {
    const auto start = clock::now();
    for (std::size_t i = 0; i < n; ++i) {
      unblock::runtime runtime = builder().build();
      on_worker(runtime, []() -> task<> { co_return; }());
    }
    return clock::now() - start;
  });
}
UNBLOCK_BENCH(runtime_start_stop, 200);

int main(int argc, char **argv) { return run(argc, argv); }
