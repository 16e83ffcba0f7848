// RUN: %seeds/spawn-blocking/tokio-spawn-for-async-work
// RUN: %check_seed %s %t
//
// Tasks that suspend run side by side: a thousand of them on one worker.

#include "seed.hpp"
#include <numeric>
#include <string>
#include <unblock/unblock.hpp>
#include <vector>

using unblock::task;
using namespace seed;

task<std::string> slow() {
  co_await unblock::sleep_for(1s); // good: other tasks run meanwhile
  co_return "async task completed";
}

task<int> number(int i) {
  co_await unblock::sleep_for(1ms); // good: other tasks run meanwhile
  co_return i;
}

task<> run() {
  auto handle = unblock::spawn(slow());

  // A task is cheap: many may be spawned.
  stopwatch watch;
  std::vector<unblock::join_handle<int>> handles;
  for (int i = 0; i < 1000; ++i)
    handles.push_back(unblock::spawn(number(i)));
  int sum = 0;
  for (auto &each : handles)
    sum += co_await each;
  CHECK(sum == 999 * 1000 / 2);
  // One after the other, they would take 1 s.
  CHECK(watch.elapsed() < 900ms);

  CHECK(!handle.is_finished());
  CHECK(co_await handle == "async task completed");
}

int main() {
  auto rt = unblock::runtime::builder::multi_thread().worker_threads(1).build();
  rt.block_on(run());
}
