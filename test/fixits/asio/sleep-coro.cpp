// RUN: %check_fixits %s %t
// no-fix: an experimental coroutine awaits other tokens
#include <asio.hpp>
#include <asio/experimental/coro.hpp>
#include <chrono>
#include <thread>

asio::experimental::coro<int> ticks(asio::io_context &) {
  for (int tick = 0;; ++tick) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    co_yield tick;
  }
}
