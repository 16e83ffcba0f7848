// RUN: %seeds/spawn-blocking/comparing-performance-impact
// RUN: %check_seed %s %t
//
// Four times 100 ms: workers take them in turn, the blocking pool runs them at
// once. (With as many workers as tasks they would run at once too, and nothing
// else would run at all.)

#include "seed.hpp"
#include <unblock/unblock.hpp>
#include <vector>

using unblock::task;
using namespace seed;

task<int> block(int i) {
  std::this_thread::sleep_for(100ms); // bad: async-blocking-call, fixed
  co_return i;
}

task<clock::duration> on_workers() {
  stopwatch watch;
  std::vector<unblock::join_handle<int>> handles;
  for (int i = 0; i < 4; ++i)
    handles.push_back(unblock::spawn(block(i)));
  for (int i = 0; auto &handle : handles)
    CHECK(co_await handle == i++);
  co_return watch.elapsed();
}

task<clock::duration> on_blocking_pool() {
  stopwatch watch;
  std::vector<unblock::join_handle<int>> handles;
  for (int i = 0; i < 4; ++i)
    handles.push_back(unblock::spawn_blocking([i] {
      std::this_thread::sleep_for(100ms); // good: on the blocking pool
      return i;
    }));
  for (int i = 0; auto &handle : handles)
    CHECK(co_await handle == i++);
  co_return watch.elapsed();
}

int main() {
  for (auto [workers, at_least] :
       {std::pair(1u, 400ms), std::pair(2u, 200ms)}) {
    auto rt = unblock::runtime::builder::multi_thread()
                  .worker_threads(workers)
                  .build();
    auto in_turn = rt.block_on(on_workers());
    CHECK_BAD(in_turn >= at_least);
    CHECK_FIXED(in_turn >= 100ms && in_turn < 350ms);
    auto offloaded = rt.block_on(on_blocking_pool());
    CHECK(offloaded >= 100ms && offloaded < 350ms);
  }
}
