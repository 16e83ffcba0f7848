// RUN: %seeds/block-in-place/bounded-work
// RUN: %check_seed %s %t
//
// Work without a bound holds a worker's thread for as long as it likes, and a
// shutdown waits for it. Work that may take long belongs on the blocking pool,
// with a way to end it.

#include "seed.hpp"
#include <poll.h>
#include <unblock/unblock.hpp>
#include <unistd.h>

using unblock::task;
using namespace seed;

// Waits until the pipe can be read...
bool readable(int fd) {
  pollfd entry = {fd, POLLIN, 0};
  return poll(&entry, 1, -1) == 1;
}

// ... or the time is over.
bool readable(int fd, std::chrono::milliseconds limit) {
  pollfd entry = {fd, POLLIN, 0};
  return poll(&entry, 1, int(limit.count())) == 1;
}

task<bool> unbounded(int fd) {
  // bad: async-block-in-place-unbounded, fixed
  co_return unblock::block_in_place([fd] { return readable(fd); });
}

task<bool> bounded(int fd) {
  co_return co_await unblock::spawn_blocking([fd] { // good: pool, and a limit
    return readable(fd, 20ms);
  });
}

int main() {
  int ends[2];
  CHECK(pipe(ends) == 0);
  auto rt = unblock::runtime::builder::multi_thread().worker_threads(1).build();

  CHECK(!rt.block_on(rt.spawn(bounded(ends[0]))));

  auto waits = rt.spawn(unbounded(ends[0]));
  // Others go on, on a replacement.
  CHECK(!rt.block_on(rt.spawn(bounded(ends[0]))));
  waits.abort(); // comes too late: nothing suspends in there
  CHECK(!rt.block_on(rt.spawn(bounded(ends[0]))));
  CHECK_BAD(!waits.is_finished());
  // A task that awaits the pool can be aborted, though the closure goes on.
  CHECK_FIXED(eventually([&] { return waits.is_finished(); }));

  CHECK(write(ends[1], "x", 1) == 1);
  CHECK(eventually([&] { return waits.is_finished(); }));
}
