#ifndef ASIO_SESSION_H
#define ASIO_SESSION_H

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <chrono>

struct Session {
  asio::awaitable<void> linger();
  asio::ip::tcp::socket socket;
  std::chrono::milliseconds timeout;
};

#endif
