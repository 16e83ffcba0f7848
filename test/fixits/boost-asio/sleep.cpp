// RUN: %check_fixits %s %t
// The same as with Asio, in Boost's namespace.
#include <boost/asio.hpp>
#include <chrono>
#include <thread>

namespace asio = boost::asio;

asio::awaitable<void> heartbeat(asio::ip::tcp::socket socket) {
  for (;;) {
    co_await asio::async_write(socket, asio::buffer("ping", 4),
                               asio::use_awaitable);
    std::this_thread::sleep_for(std::chrono::seconds(30));
  }
}
