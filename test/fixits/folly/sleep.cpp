// RUN: %check_fixits %s %t
// A pause in a task, in a loop with a back-off.
#include <chrono>
#include <folly/coro/Task.h>
#include <thread>

folly::coro::Task<bool> retries(bool (*attempt)()) {
  auto delay = std::chrono::milliseconds(10);
  for (int i = 0; i < 5; ++i, delay *= 2) {
    if (attempt())
      co_return true;
    /* sleep override */ std::this_thread::sleep_for(delay);
  }
  co_return false;
}
