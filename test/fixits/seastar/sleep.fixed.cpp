// A pause on a shard.
#include <chrono>
#include <seastar/core/coroutine.hh>
#include <seastar/core/sleep.hh>
#include <thread>

using namespace std::chrono_literals;

seastar::future<> waits(int rounds) {
  while (rounds-- > 0)
    co_await seastar::sleep(10ms);
  co_return;
}
