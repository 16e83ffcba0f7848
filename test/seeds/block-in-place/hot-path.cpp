// RUN: %seeds/block-in-place/hot-path
// RUN: %check_seed %s %t
//
// block_in_place for every message of a busy path: one task does not make the
// number of threads grow, and many tasks at once make it grow to its bound
// only. The pool does as well; best is one hop for many messages.

#include "seed.hpp"
#include <atomic>
#include <unblock/unblock.hpp>
#include <vector>

using unblock::task;
using namespace seed;

task<int> messages(int count) {
  int sum = 0;
  for (int i = 0; i < count; ++i) {
    // bad: async-block-in-place-hot-path, fixed
    sum += unblock::block_in_place([i] { return i % 2; });
    if (i % 16 == 0)
      co_await unblock::yield_now();
  }
  co_return sum;
}

// One hop per batch instead of one per message.
task<int> batch(int count) {
  co_return co_await unblock::spawn_blocking([count] { // good: one hop
    int sum = 0;
    for (int i = 0; i < count; ++i)
      sum += i % 2;
    return sum;
  });
}

task<> one_task() {
  int before = threads();
  CHECK(co_await unblock::spawn(messages(100'000)) == 50'000);
  CHECK(threads() <= before + 2);
}

task<> many_tasks(int replacements) {
  int before = threads();
  std::vector<unblock::join_handle<int>> handles;
  for (int i = 0; i < 10; ++i)
    handles.push_back(unblock::spawn(messages(10'000)));
  for (auto &handle : handles)
    CHECK(co_await handle == 5'000);
  CHECK_BAD(threads() <= before + replacements);
  // On the pool, no task has more than one closure at a time.
  CHECK_FIXED(threads() <= before + 10);
}

task<> in_batches(int replacements) {
  int before = threads();
  CHECK(co_await batch(100'000) == 50'000);
  // One of the pool; the replacements that the tasks before asked for may still
  // be on their way.
  CHECK(threads() <= before + 1 + replacements);
}

int main() {
  auto rt = unblock::runtime::builder::multi_thread()
                .worker_threads(2)
                .max_handoff_threads(4)
                .build();
  rt.block_on(one_task());
  rt.block_on(many_tasks(4));
  rt.block_on(in_batches(4));
}
