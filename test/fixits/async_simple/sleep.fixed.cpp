// A pause on the executor of the Lazy.
#include "async_simple/coro/Sleep.h"
#include "async_simple/coro/Lazy.h"
#include <chrono>
#include <thread>

using async_simple::coro::Lazy;

Lazy<void> ticks(int n) {
  for (int i = 0; i != n; ++i)
    co_await async_simple::coro::sleep(std::chrono::milliseconds(5));
  co_return;
}
