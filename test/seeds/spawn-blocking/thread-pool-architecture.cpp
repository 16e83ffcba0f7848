// RUN: %seeds/spawn-blocking/thread-pool-architecture
// RUN: %check_seed %s %t
//
// Workers run tasks, the blocking pool runs closures, and block_on runs its
// task on the thread that calls it.

#include "seed.hpp"
#include <set>
#include <unblock/unblock.hpp>

using unblock::task;
using namespace seed;

task<std::thread::id> thread_of_task() { co_return std::this_thread::get_id(); }

task<> run(std::thread::id caller) {
  CHECK(std::this_thread::get_id() == caller);

  std::set<std::thread::id> workers;
  for (int i = 0; i < 100; ++i)
    workers.insert(co_await unblock::spawn(thread_of_task()));
  CHECK(workers.size() <= 2);
  CHECK(!workers.contains(caller));

  auto blocking = co_await unblock::spawn_blocking(
      [] { return std::this_thread::get_id(); });
  CHECK(!workers.contains(blocking) && blocking != caller);
}

int main() {
  auto rt = unblock::runtime::builder::multi_thread().worker_threads(2).build();
  CHECK(rt.metrics().workers == 2);
  CHECK(rt.metrics().blocking_threads == 0); // created when they are needed
  rt.block_on(run(std::this_thread::get_id()));
  CHECK(rt.metrics().workers == 2);
  // A second is started when the first takes long to begin.
  CHECK(rt.metrics().blocking_threads >= 1);
}
