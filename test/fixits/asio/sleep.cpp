// RUN: %check_fixits %s %t
// A pause in a coroutine becomes a timer on its executor.
#include <asio.hpp>
#include <chrono>
#include <thread>

asio::awaitable<void> heartbeat(asio::ip::tcp::socket socket) {
  for (;;) {
    co_await asio::async_write(socket, asio::buffer("ping", 4),
                               asio::use_awaitable);
    std::this_thread::sleep_for(std::chrono::seconds(30));
  }
}
