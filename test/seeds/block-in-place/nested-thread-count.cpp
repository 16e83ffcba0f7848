// RUN: %seeds/block-in-place/nested-thread-count
// RUN: %check_seed %s %t
//
// Many tasks inside nested calls of block_in_place: where the author counted
// 112 threads, the number of threads stays within its bound.

#include "seed.hpp"
#include <algorithm>
#include <atomic>
#include <unblock/unblock.hpp>
#include <vector>

using unblock::task;
using namespace seed;

std::atomic<int> most_threads = 0;

void count_threads() {
  int now = threads(), seen = most_threads;
  while (now > seen && !most_threads.compare_exchange_weak(seen, now)) {
  }
}

void blocks(int depth) {
  // bad: async-block-in-place-nested, no fix: leave one out
  unblock::block_in_place([depth] {
    count_threads();
    std::this_thread::sleep_for(2ms);
    if (depth > 0)
      blocks(depth - 1);
  });
}

task<> nested() {
  blocks(3);
  co_await unblock::yield_now();
  blocks(3);
}

// Back into async code in between, and blocking again there.
task<> through_block_on(int depth) {
  // bad, not found: nested by way of a task that is waited for
  unblock::block_in_place([depth] {
    count_threads();
    if (depth > 0)
      // bad: async-block-in-place-async-primitive, no fix: await it outside
      unblock::block_on(through_block_on(depth - 1));
  });
  co_await unblock::yield_now();
}

task<> run(int tasks, task<> (*make)()) {
  std::vector<unblock::join_handle<void>> handles;
  for (int i = 0; i < tasks; ++i)
    handles.push_back(unblock::spawn(make()));
  for (auto &handle : handles)
    co_await handle;
}

int main() {
  constexpr int replacements = 8;
  auto rt = unblock::runtime::builder::multi_thread()
                .worker_threads(4)
                .max_handoff_threads(replacements)
                .build();
  int before = threads(); // with the workers
  rt.block_on(run(112, nested));
  rt.block_on(run(4, [] { return through_block_on(10); }));
  std::printf("at most %d threads, %d before\n", most_threads.load(), before);
  // The runtime's monitor comes on top.
  CHECK(most_threads <= before + replacements + 1);
  CHECK(rt.metrics().blocking_threads == 0); // none of the pool's were used
}
