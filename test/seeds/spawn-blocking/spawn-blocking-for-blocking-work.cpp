// RUN: %seeds/spawn-blocking/spawn-blocking-for-blocking-work
// RUN: %check_seed %s %t
//
// Blocking work on the blocking pool leaves the only worker to other tasks.

#include "seed.hpp"
#include <string>
#include <unblock/unblock.hpp>

using unblock::task;
using namespace seed;

task<clock::duration> since(stopwatch watch) { co_return watch.elapsed(); }

task<> run() {
  stopwatch watch;
  auto handle = unblock::spawn_blocking([] {
    std::this_thread::sleep_for(1s); // good: on the blocking pool
    return std::string("blocking task completed");
  });

  // Async tasks continue normally.
  CHECK(co_await unblock::spawn(since(watch)) < 900ms);
  CHECK(!handle.is_finished());

  CHECK(co_await handle == "blocking task completed");
  CHECK(watch.elapsed() >= 1s);
}

int main() {
  auto rt = unblock::runtime::builder::multi_thread().worker_threads(1).build();
  rt.block_on(run());
}
