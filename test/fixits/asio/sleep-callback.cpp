// RUN: %check_fixits %s %t
// no-fix: a completion handler is no coroutine
#include <asio.hpp>
#include <chrono>
#include <system_error>
#include <thread>

void arm(asio::steady_timer &timer) {
  timer.expires_after(std::chrono::seconds(1));
  timer.async_wait([&timer](std::error_code error) {
    if (error)
      return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    arm(timer);
  });
}
