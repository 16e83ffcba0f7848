// A pause in a coroutine becomes a timer on its executor.
#include <asio.hpp>
#include <chrono>
#include <thread>

asio::awaitable<void> heartbeat(asio::ip::tcp::socket socket) {
  for (;;) {
    co_await asio::async_write(socket, asio::buffer("ping", 4),
                               asio::use_awaitable);
    co_await asio::steady_timer(co_await asio::this_coro::executor,
                                std::chrono::seconds(30))
        .async_wait(asio::use_awaitable);
  }
}
