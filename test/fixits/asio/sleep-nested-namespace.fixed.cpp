// The code's own names may hide the library's and the standard library's.
#include <asio.hpp>
#include <chrono>
#include <thread>

namespace acme::net {
using asio::awaitable;
using Milliseconds = std::chrono::milliseconds;

struct steady_timer {};

awaitable<void> pause(Milliseconds delay) {
  co_await asio::steady_timer(co_await asio::this_coro::executor, delay)
      .async_wait(asio::use_awaitable);
  co_return;
}
} // namespace acme::net
