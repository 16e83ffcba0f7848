// RUN: %check_fixits %s %t
// no-fix: a macro's body is other code's too
#include <asio.hpp>
#include <chrono>
#include <thread>

#define PAUSE(ms)                                                              \
  std::this_thread::sleep_for(std::chrono::milliseconds(ms))

asio::awaitable<void> waits() {
  PAUSE(10);
  co_return;
}
