// A coroutine lambda, and one that folly calls.
#include <chrono>
#include <folly/coro/Sleep.h>
#include <folly/coro/Task.h>
#include <thread>

using namespace std::chrono_literals;

folly::coro::Task<int> waits() {
  auto pause = [](std::chrono::seconds delay) -> folly::coro::Task<void> {
    co_await folly::coro::sleep(delay);
    co_return;
  };
  co_await pause(1s);
  co_return co_await folly::coro::co_invoke([]() -> folly::coro::Task<int> {
    co_await folly::coro::sleep(100ms);
    co_return 1;
  });
}
