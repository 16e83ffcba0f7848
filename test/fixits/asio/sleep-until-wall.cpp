// RUN: %check_fixits %s %t
// no-fix: a steady timer cannot wait for a time of another clock
#include <asio.hpp>
#include <chrono>
#include <thread>

asio::awaitable<void> waitsFor(std::chrono::system_clock::time_point when) {
  std::this_thread::sleep_until(when);
  co_return;
}
