// RUN: %check_fixits %s %t
// A coroutine lambda, and one that folly calls.
#include <chrono>
#include <folly/coro/Task.h>
#include <thread>

using namespace std::chrono_literals;

folly::coro::Task<int> waits() {
  auto pause = [](std::chrono::seconds delay) -> folly::coro::Task<void> {
    std::this_thread::sleep_for(delay);
    co_return;
  };
  co_await pause(1s);
  co_return co_await folly::coro::co_invoke([]() -> folly::coro::Task<int> {
    std::this_thread::sleep_for(100ms);
    co_return 1;
  });
}
