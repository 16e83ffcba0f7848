// RUN: %check_fixits %s %t
// no-fix: the helper is no coroutine
#include "async_simple/coro/Lazy.h"
#include <chrono>
#include <thread>

namespace {
void backOff(int attempt) {
  std::this_thread::sleep_for(std::chrono::milliseconds(1 << attempt));
}
} // namespace

async_simple::coro::Lazy<int> retries(bool (*attempt)()) {
  int n = 0;
  while (!attempt())
    backOff(n++);
  co_return n;
}
