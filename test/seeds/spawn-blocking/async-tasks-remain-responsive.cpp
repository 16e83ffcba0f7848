// RUN: %seeds/spawn-blocking/async-tasks-remain-responsive
// RUN: %check_seed %s %t
//
// A ticker keeps ticking during a second of blocking work, unless that work
// holds its worker.

#include "seed.hpp"
#include <atomic>
#include <string>
#include <unblock/unblock.hpp>

using unblock::task;
using namespace seed;

task<int> tick(stopwatch watch) {
  int count = 0;
  while (watch.elapsed() < 1s) {
    co_await unblock::sleep_for(100ms);
    ++count;
  }
  co_return count;
}

task<> responsive() {
  stopwatch watch;
  auto blocking = unblock::spawn_blocking([] {
    std::this_thread::sleep_for(1s); // good: on the blocking pool
    return std::string("blocking done");
  });
  auto ticks = unblock::spawn(tick(watch));
  CHECK(co_await blocking == "blocking done");
  int count = co_await ticks;
  CHECK(count >= 5 && count <= 10);
}

std::atomic<bool> started = false;

task<> block() {
  started = true;
  std::this_thread::sleep_for(1s); // bad: async-blocking-call, fixed
  co_return;
}

int main() {
  auto rt = unblock::runtime::builder::multi_thread().worker_threads(1).build();
  rt.block_on(responsive());

  stopwatch watch;
  auto blocking = rt.spawn(block());
  CHECK(eventually([] { return started.load(); }));
  int count = rt.block_on(rt.spawn(tick(watch)));
  CHECK_BAD(count == 0);
  CHECK_FIXED(count >= 5 && count <= 10);
  rt.block_on(std::move(blocking));
}
