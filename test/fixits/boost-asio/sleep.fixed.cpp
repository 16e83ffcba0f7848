// The same as with Asio, in Boost's namespace.
#include <boost/asio.hpp>
#include <chrono>
#include <thread>

namespace asio = boost::asio;

asio::awaitable<void> heartbeat(asio::ip::tcp::socket socket) {
  for (;;) {
    co_await asio::async_write(socket, asio::buffer("ping", 4),
                               asio::use_awaitable);
    co_await boost::asio::steady_timer(
        co_await boost::asio::this_coro::executor, std::chrono::seconds(30))
        .async_wait(boost::asio::use_awaitable);
  }
}
