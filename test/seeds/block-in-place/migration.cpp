// RUN: %seeds/block-in-place/migration
// RUN: %check_seed %s %t
//
// The place for block_in_place: synchronous code in the middle of a migration,
// tied to its thread. With a comment that says why, and threads counted.

#include "seed.hpp"
#include <unblock/unblock.hpp>
#include <vector>

using unblock::task;
using namespace seed;

// The old code keeps its state per thread: it cannot move to another one.
namespace legacy {
thread_local std::vector<int> session;

void begin() { session.clear(); }
void add(int value) {
  std::this_thread::sleep_for(1ms);
  session.push_back(value);
}
int commit() { return int(session.size()); }
} // namespace legacy

task<int> order(int items) {
  // Until `legacy` takes a session object: its session is bound to the thread,
  // so it cannot run on the blocking pool in parts. Bounded: 1 ms per item.
  co_return unblock::block_in_place([items] { // good: documented, bounded, rare
    legacy::begin();
    for (int i = 0; i < items; ++i)
      legacy::add(i);
    return legacy::commit();
  });
}

task<> run() {
  std::vector<unblock::join_handle<int>> orders;
  for (int i = 1; i <= 8; ++i)
    orders.push_back(unblock::spawn(order(i)));
  for (int items = 1; auto &each : orders)
    CHECK(co_await each == items++);
}

int main() {
  auto rt = unblock::runtime::builder::multi_thread()
                .worker_threads(2)
                .max_handoff_threads(2)
                .build();
  int before = threads();
  rt.block_on(run());
  // What to watch in staging.
  auto metrics = rt.metrics();
  std::printf("%d threads, %zu of them replacements\n", threads(),
              metrics.handoff_threads);
  CHECK(metrics.handoff_threads <= 2);
  CHECK(threads() <= before + 3); // the replacements, and the monitor
}
