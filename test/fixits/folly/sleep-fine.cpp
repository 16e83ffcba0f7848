// RUN: %check_fixits %s %t
// no-fix: folly counts microseconds
#include <chrono>
#include <folly/coro/Task.h>
#include <thread>

folly::coro::Task<void> spins(std::chrono::nanoseconds delay) {
  std::this_thread::sleep_for(delay);
  co_return;
}
