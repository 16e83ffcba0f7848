// RUN: %check_fixits %s %t
// no-fix: the pause takes an executor with timers
#include <chrono>
#include <thread>
#include <tmc/all_headers.hpp>

tmc::task<int> waits() {
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  co_return 0;
}
