// RUN: %check_fixits %s %t
// A pause on a shard.
#include <chrono>
#include <seastar/core/coroutine.hh>
#include <thread>

using namespace std::chrono_literals;

seastar::future<> waits(int rounds) {
  while (rounds-- > 0)
    std::this_thread::sleep_for(10ms);
  co_return;
}
