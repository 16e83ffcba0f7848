// The POSIX ways to pause, each as a statement of its own.
#include <asio.hpp>
#include <unistd.h>

asio::awaitable<void> settle(unsigned seconds) {
  co_await asio::steady_timer(co_await asio::this_coro::executor,
                              std::chrono::seconds(seconds))
      .async_wait(asio::use_awaitable);
  co_await asio::steady_timer(co_await asio::this_coro::executor,
                              std::chrono::microseconds(250))
      .async_wait(asio::use_awaitable);
  co_return;
}
