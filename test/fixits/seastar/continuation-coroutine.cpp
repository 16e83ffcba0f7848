// RUN: %check_fixits %s %t
// A continuation that is one.
#include <chrono>
#include <seastar/core/coroutine.hh>
#include <seastar/core/sleep.hh>
#include <thread>

seastar::future<> waits(seastar::future<> before) {
  return before.then([]() -> seastar::future<> {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    co_return;
  });
}
