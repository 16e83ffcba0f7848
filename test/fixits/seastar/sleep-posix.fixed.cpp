// In a branch, and with a unit of its own.
#include <seastar/core/coroutine.hh>
#include <seastar/core/future.hh>
#include <seastar/core/sleep.hh>
#include <unistd.h>

namespace ss = seastar;

ss::future<int> waits(bool cold) {
  if (cold)
    co_await seastar::sleep(std::chrono::seconds(1));
  else
    co_await seastar::sleep(std::chrono::microseconds(10));
  co_return 1;
}
