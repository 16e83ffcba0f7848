// RUN: %seeds/spawn-blocking/the-problem-blocking-in-async-code
// RUN: %check_seed %s %t
//
// A task that blocks its worker keeps every other task of that worker waiting.

#include "seed.hpp"
#include <atomic>
#include <unblock/unblock.hpp>

using unblock::task;
using namespace seed;

std::atomic<bool> started = false;
clock::time_point start;

task<> blocks() {
  start = clock::now();
  started = true;
  std::this_thread::sleep_for(1s); // bad: async-blocking-call, fixed
  co_return;
}

task<> suspends() {
  start = clock::now();
  started = true;
  co_await unblock::sleep_for(1s); // good: the worker goes on
}

task<clock::duration> since_start() { co_return clock::now() - start; }

// How long after \p first another task starts, on a single worker.
clock::duration delay_behind(task<> first) {
  auto rt = unblock::runtime::builder::multi_thread().worker_threads(1).build();
  started = false;
  auto handle = rt.spawn(std::move(first));
  CHECK(eventually([] { return started.load(); }));
  auto delay = rt.block_on(rt.spawn(since_start()));
  rt.block_on(std::move(handle));
  return delay;
}

int main() {
  auto delay = delay_behind(blocks());
  CHECK_BAD(delay >= 1s);
  CHECK_FIXED(delay < 500ms);
  CHECK(delay_behind(suspends()) < 500ms);
}
