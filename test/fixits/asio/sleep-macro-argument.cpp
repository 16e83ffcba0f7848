// RUN: %check_fixits %s %t
// An argument that is a macro, or made by one, is repeated as it is written.
#include <asio.hpp>
#include <chrono>
#include <thread>

#define POLL_INTERVAL std::chrono::milliseconds(10)
#define SECONDS(n) std::chrono::seconds(n)

asio::awaitable<void> waits() {
  std::this_thread::sleep_for(POLL_INTERVAL);
  std::this_thread::sleep_for(2 * SECONDS(3));
  co_return;
}
