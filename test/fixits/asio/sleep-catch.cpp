// RUN: %check_fixits %s %t
// no-fix: a handler cannot suspend
#include <asio.hpp>
#include <chrono>
#include <stdexcept>
#include <thread>

asio::awaitable<void> retries(void (*connect)()) {
  try {
    connect();
  } catch (const std::runtime_error &) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
  co_return;
}
