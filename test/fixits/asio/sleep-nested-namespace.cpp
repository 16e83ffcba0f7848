// RUN: %check_fixits %s %t
// The code's own names may hide the library's and the standard library's.
#include <asio.hpp>
#include <chrono>
#include <thread>

namespace acme::net {
using asio::awaitable;
using Milliseconds = std::chrono::milliseconds;

struct steady_timer {};

awaitable<void> pause(Milliseconds delay) {
  std::this_thread::sleep_for(delay);
  co_return;
}
} // namespace acme::net
