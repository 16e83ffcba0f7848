// RUN: %check_fixits %s %t
// no-fix: a call cannot be moved off the worker without a pool, and the helper is no coroutine
#include <asio.hpp>
#include <chrono>
#include <thread>

static void debounce() {
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
}
asio::awaitable<void> press(int &count) {
  debounce();
  ++count;
  co_return;
}
