// RUN: %check_fixits %s %t
// no-fix: the instances would need different code
#include <asio.hpp>
#include <chrono>
#include <thread>

template <typename Duration> asio::awaitable<void> pause(Duration duration) {
  std::this_thread::sleep_for(duration);
  co_return;
}
asio::awaitable<void> pauses() {
  co_await pause(std::chrono::milliseconds(10));
  co_await pause(std::chrono::duration<float>(0.5f));
}
