// RUN: %seeds/spawn-blocking/cpu-intensive-work
// RUN: %check_seed %s %t
//
// A long computation on the worker starves other tasks, one on the blocking
// pool does not.

#include "seed.hpp"
#include <atomic>
#include <bit>
#include <cstdint>
#include <unblock/unblock.hpp>

using unblock::task;
using namespace seed;

std::atomic<bool> started = false;

task<std::uint64_t> sum_on_worker() {
  started = true;
  std::uint64_t sum = 0;
  // bad: async-cpu-bound-loop, no fix: where to pause is a matter of the loop
  for (std::uint64_t i = 0; i < 100'000'000; ++i)
    sum = std::rotl(sum, 7) ^ (sum * 31 + i);
  co_return sum;
}

std::uint64_t sum_of_many() {
  started = true;
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < 100'000'000; ++i)
    sum = std::rotl(sum, 7) ^ (sum * 31 + i);
  return sum;
}

task<> nothing() { co_return; }

int main() {
  auto rt = unblock::runtime::builder::multi_thread().worker_threads(1).build();

  auto bad = rt.spawn(sum_on_worker());
  CHECK(eventually([] { return started.load(); }));
  rt.block_on(rt.spawn(nothing()));
  CHECK(bad.is_finished()); // the task had to wait for its end
  auto expected = rt.block_on(std::move(bad));

  started = false;
  auto good = rt.spawn_blocking(sum_of_many); // good: on the blocking pool
  CHECK(eventually([] { return started.load(); }));
  rt.block_on(rt.spawn(nothing()));
  CHECK(!good.is_finished()); // the task ran beside it
  CHECK(rt.block_on(std::move(good)) == expected);
}
