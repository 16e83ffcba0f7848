// RUN: %check_fixits %s %t
// no-fix: the lambda is called in place, but is no coroutine
#include <asio.hpp>
#include <chrono>
#include <thread>

asio::awaitable<int> tries() {
  auto attempt = [](int n) {
    std::this_thread::sleep_for(std::chrono::milliseconds(n));
    return n > 3;
  };
  int n = 0;
  while (!attempt(n))
    ++n;
  co_return n;
}
