// The duration is an expression of the loop's variables.
#include <asio.hpp>
#include <asio/experimental/as_tuple.hpp>
#include <chrono>
#include <cstdint>
#include <system_error>
#include <thread>

using namespace std::chrono_literals;
using asio::ip::tcp;

asio::awaitable<bool> connectWithRetry(tcp::socket &socket,
                                       tcp::endpoint endpoint) {
  const std::chrono::milliseconds base = 50ms;
  for (int attempt = 0; attempt < 5; ++attempt) {
    auto [error] = co_await socket.async_connect(
        endpoint, asio::experimental::as_tuple(asio::use_awaitable));
    if (!error)
      co_return true;
    co_await asio::steady_timer(co_await asio::this_coro::executor,
                                base * (1 << attempt) + 10ms)
        .async_wait(asio::use_awaitable);
  }
  co_return false;
}
