// RUN: %check_fixits %s %t
// In a branch, and with a unit of its own.
#include <seastar/core/coroutine.hh>
#include <seastar/core/future.hh>
#include <unistd.h>

namespace ss = seastar;

ss::future<int> waits(bool cold) {
  if (cold)
    sleep(1);
  else
    usleep(10);
  co_return 1;
}
