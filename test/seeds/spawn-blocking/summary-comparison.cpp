// RUN: %seeds/spawn-blocking/summary-comparison
// RUN: %check_seed %s %t
//
// The rows of the table that compares spawn and spawn_blocking.

#include "seed.hpp"
#include <atomic>
#include <unblock/unblock.hpp>
#include <vector>

using unblock::task;
using namespace seed;

task<std::thread::id> thread_of_task() { co_return std::this_thread::get_id(); }

// Pool: workers, or the blocking pool.
task<> pools() {
  auto here = std::this_thread::get_id(); // the only worker
  CHECK(co_await unblock::spawn(thread_of_task()) == here);
  CHECK(co_await unblock::spawn_blocking(
            [] { return std::this_thread::get_id(); }) != here);
}

struct set_at_exit {
  std::atomic<bool> &flag;
  ~set_at_exit() { flag = true; }
};

task<> sleeps(std::atomic<bool> &destroyed) {
  set_at_exit guard{destroyed};
  co_await unblock::sleep_for(1h);
}

// Cancellation: at the next suspension, or not at all once it has started.
task<> cancellation() {
  std::atomic<bool> destroyed = false;
  auto sleeper = unblock::spawn(sleeps(destroyed));
  co_await unblock::sleep_for(10ms);
  sleeper.abort();
  CHECK((co_await sleeper.result()).is_cancelled());
  CHECK(destroyed); // its destructors ran

  std::atomic<bool> started = false;
  auto work = unblock::spawn_blocking([&started] {
    started = true;
    std::this_thread::sleep_for(50ms);
    return 1;
  });
  while (!started)
    co_await unblock::sleep_for(1ms);
  // bad: async-spawn-blocking-cancellation, no fix: it has started by now
  work.abort();
  CHECK(co_await work == 1);
}

task<int> pass(unblock::sync::semaphore &gate, int i) {
  auto permit = co_await gate.acquire();
  co_return i;
}

// Scalability: tasks need no threads; closures need one each.
task<> scalability() {
  unblock::sync::semaphore gate(0);
  int before = threads();
  std::vector<unblock::join_handle<int>> handles;
  for (int i = 0; i < 100'000; ++i)
    handles.push_back(unblock::spawn(pass(gate, i)));
  co_await unblock::sleep_for(10ms);
  CHECK(threads() <= before);
  for (auto &handle : handles)
    CHECK(!handle.is_finished());
  gate.add_permits(1);
  for (int i = 0; auto &handle : handles)
    CHECK(co_await handle == i++);

  std::vector<unblock::join_handle<void>> blocking;
  for (int i = 0; i < 100; ++i)
    blocking.push_back(
        unblock::spawn_blocking([] { std::this_thread::sleep_for(5ms); }));
  co_await unblock::sleep_for(2ms);
  CHECK(threads() <= before + 8); // the cap, whatever is asked for
  for (auto &handle : blocking)
    co_await handle;
}

task<> run() {
  co_await pools();
  co_await cancellation();
  co_await scalability();
}

int main() {
  auto rt = unblock::runtime::builder::multi_thread()
                .worker_threads(1)
                .max_blocking_threads(8)
                .build();
  rt.block_on(rt.spawn(run()));
}
