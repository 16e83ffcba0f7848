//===- model_startup.cpp - What the models cost at startup ----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The goal: a ModelSet is there in less than 2 ms, and a name that nothing
// mentions costs one look-up.
//
//===----------------------------------------------------------------------===//

#include "lib/model/ModelSet.h"
#include <benchmark/benchmark.h>

using namespace unblock::model;

static void constructModelSet(benchmark::State &State) {
  size_t Names = 0;
  for (const Document &D : builtinDocuments())
    for (const BlockingEntry &E : D.Blocking)
      Names += E.Names.size();
  for (auto _ : State) {
    ModelSet Models;
    benchmark::DoNotOptimize(Models.mayMention("sleep"));
  }
  State.counters["documents"] = builtinDocuments().size();
  State.counters["blocking_names"] = Names;
}
BENCHMARK(constructModelSet)->Unit(benchmark::kMicrosecond);

static void askAboutUnknownName(benchmark::State &State) {
  ModelSet Models;
  for (auto _ : State)
    benchmark::DoNotOptimize(Models.mayMention("emplace_back", "vector"));
}
BENCHMARK(askAboutUnknownName);

static void lookUpKnownName(benchmark::State &State) {
  ModelSet Models;
  for (auto _ : State)
    benchmark::DoNotOptimize(
        Models.blocking("std::this_thread::sleep_for").size());
}
BENCHMARK(lookUpKnownName);

BENCHMARK_MAIN();
