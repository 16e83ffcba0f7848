// RUN: %seeds/block-in-place/async-resources
// RUN: %check_seed %s %t
//
// The closure of block_in_place and the runtime's own primitives: what only
// wakes others works, what would wait for them is an error, not a deadlock.

#include "seed.hpp"
#include <string_view>
#include <unblock/unblock.hpp>

using unblock::task;
using namespace seed;

task<std::optional<int>> receive(unblock::sync::oneshot::receiver<int> rx) {
  co_return co_await rx.recv();
}

// Ending or using the sending half never waits.
task<> drops_sender() {
  auto [tx, rx] = unblock::sync::oneshot::channel<int>();
  auto receiver = unblock::spawn(receive(std::move(rx)));
  co_await unblock::yield_now();
  unblock::block_in_place([&] {
    // bad: async-block-in-place-async-primitive, no fix: move it out
    auto dropped = std::move(tx);
  });
  CHECK(!co_await receiver);
}

// The guard is held by this task, which cannot run on while the closure waits.
task<> locks(unblock::sync::mutex &mutex) {
  auto guard = co_await mutex.lock();
  CHECK_THROWS(unblock::context_error, unblock::block_in_place([&] {
                 // bad: async-nested-block-on, no fix: lock outside
                 auto mine = unblock::block_on(mutex.lock());
               }));
}

// What needs both the lock and the blocking call takes the lock outside.
task<int> locks_outside(unblock::sync::mutex &mutex) {
  auto guard = co_await mutex.lock(); // good: suspends
  co_return co_await unblock::spawn_blocking([] {
    std::this_thread::sleep_for(1ms); // good: on the blocking pool
    return 42;
  });
}

task<> run() {
  co_await drops_sender();
  unblock::sync::mutex mutex;
  co_await locks(mutex);
  CHECK(co_await locks_outside(mutex) == 42);
}

int main() {
  auto rt = unblock::runtime::builder::multi_thread().worker_threads(2).build();
  rt.block_on(rt.spawn(run()));
}
