// The wait for a time of the steady clock.
#include <asio.hpp>
#include <chrono>
#include <thread>

asio::awaitable<void> everySecond() {
  auto next = std::chrono::steady_clock::now();
  for (int i = 0; i < 10; ++i) {
    next += std::chrono::seconds(1);
    co_await asio::steady_timer(co_await asio::this_coro::executor, next)
        .async_wait(asio::use_awaitable);
  }
  co_return;
}
