// RUN: %check_fixits %s %t
// Headers go where the file's order wants them.
#include "asio-session.h"

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/this_coro.hpp>

#include <thread>

asio::awaitable<void> Session::linger() {
  std::this_thread::sleep_for(timeout);
  socket.close();
  co_return;
}
