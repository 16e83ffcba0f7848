// An argument that is a macro, or made by one, is repeated as it is written.
#include <asio.hpp>
#include <chrono>
#include <thread>

#define POLL_INTERVAL std::chrono::milliseconds(10)
#define SECONDS(n) std::chrono::seconds(n)

asio::awaitable<void> waits() {
  co_await asio::steady_timer(co_await asio::this_coro::executor, POLL_INTERVAL)
      .async_wait(asio::use_awaitable);
  co_await asio::steady_timer(co_await asio::this_coro::executor,
                              2 * SECONDS(3))
      .async_wait(asio::use_awaitable);
  co_return;
}
