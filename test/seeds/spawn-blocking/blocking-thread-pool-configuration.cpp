// RUN: %seeds/spawn-blocking/blocking-thread-pool-configuration
// RUN: %check_seed %s %t
//
// Twenty closures on a pool of sixteen: the pool grows to its limit, the rest
// waits its turn, and idle threads go.

#include "seed.hpp"
#include <algorithm>
#include <atomic>
#include <unblock/unblock.hpp>
#include <vector>

using unblock::task;
using namespace seed;

std::atomic<int> running = 0;

// Returns how many run at the time.
int work() {
  int now = ++running;
  std::this_thread::sleep_for(100ms); // good: on the blocking pool
  --running;
  return now;
}

task<> run() {
  stopwatch watch;
  std::vector<unblock::join_handle<int>> handles;
  for (int i = 0; i < 20; ++i)
    handles.push_back(unblock::spawn_blocking(work));
  int most = 0;
  for (auto &handle : handles)
    most = std::max(most, co_await handle);
  CHECK(most <= 16);
  CHECK(watch.elapsed() >= 200ms); // two rounds
  CHECK(watch.elapsed() < 1000ms); // one by one, they would take 2 s
}

int main() {
  auto rt = unblock::runtime::builder::multi_thread()
                .worker_threads(4)
                .max_blocking_threads(16)
                .thread_keep_alive(100ms)
                .build();
  int before = threads();
  rt.block_on(run());
  CHECK(rt.metrics().blocking_threads <= 16);
  CHECK(eventually([&] { return rt.metrics().blocking_threads == 0; }));
  CHECK(eventually([&] { return threads() <= before + 1; }));
}
