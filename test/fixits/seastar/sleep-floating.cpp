// RUN: %check_fixits %s %t
// no-fix: a timer takes no duration of floating point numbers
#include <chrono>
#include <seastar/core/coroutine.hh>
#include <thread>

seastar::future<> waits(std::chrono::duration<float> delay) {
  std::this_thread::sleep_for(delay);
  co_return;
}
