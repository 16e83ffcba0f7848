// RUN: %check_fixits %s %t
// A pause on the executor of the Lazy.
#include "async_simple/coro/Lazy.h"
#include <chrono>
#include <thread>

using async_simple::coro::Lazy;

Lazy<void> ticks(int n) {
  for (int i = 0; i != n; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  co_return;
}
