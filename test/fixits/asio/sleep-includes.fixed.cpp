// Headers go where the file's order wants them.
#include "asio-session.h"

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <thread>

asio::awaitable<void> Session::linger() {
  co_await asio::steady_timer(co_await asio::this_coro::executor, timeout)
      .async_wait(asio::use_awaitable);
  socket.close();
  co_return;
}
