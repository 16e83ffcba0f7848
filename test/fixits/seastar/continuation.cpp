// RUN: %check_fixits %s %t
// no-fix: a continuation is no coroutine
#include <chrono>
#include <seastar/core/future.hh>
#include <thread>

seastar::future<> waits(seastar::future<> before) {
  return before.then(
      [] { std::this_thread::sleep_for(std::chrono::milliseconds(1)); });
}
