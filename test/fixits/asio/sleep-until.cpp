// RUN: %check_fixits %s %t
// The wait for a time of the steady clock.
#include <asio.hpp>
#include <chrono>
#include <thread>

asio::awaitable<void> everySecond() {
  auto next = std::chrono::steady_clock::now();
  for (int i = 0; i < 10; ++i) {
    next += std::chrono::seconds(1);
    std::this_thread::sleep_until(next);
  }
  co_return;
}
