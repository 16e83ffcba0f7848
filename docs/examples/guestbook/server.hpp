// What both versions of the guestbook share: a server for lines of text over
// TCP, one coroutine per connection, all on one thread.
//
//   SIGN text   adds an entry          NEWS        the message of the day
//   LIST        shows all entries      HOST name   the addresses of a host

#ifndef GUESTBOOK_SERVER_HPP
#define GUESTBOOK_SERVER_HPP

#include "storage.hpp"
#include <asio.hpp>
#include <fstream>
#include <iostream>
#include <mutex>
#include <string>

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

struct guestbook {
  storage store;
  std::string news_file;
  std::mutex mutex{};
  int visitors = 0; // guarded by mutex
};

// Each version has its own.
awaitable<void> welcome(guestbook &book, tcp::socket &socket);
awaitable<std::string> answer(guestbook &book, std::string request);

inline awaitable<void> session(guestbook &book, tcp::socket socket) {
  co_await welcome(book, socket);
  std::string input;
  for (;;) {
    asio::error_code error;
    std::size_t size = co_await asio::async_read_until(
        socket, asio::dynamic_buffer(input), '\n',
        asio::redirect_error(use_awaitable, error));
    if (error)
      co_return;
    std::string reply = co_await answer(book, input.substr(0, size - 1));
    input.erase(0, size);
    co_await asio::async_write(socket, asio::buffer(reply), use_awaitable);
  }
}

inline awaitable<void> listen(guestbook &book, tcp::acceptor acceptor) {
  for (;;)
    asio::co_spawn(acceptor.get_executor(),
                   session(book, co_await acceptor.async_accept(use_awaitable)),
                   asio::detached);
}

/// Arguments: port (0: any), file with the message of the day, database.
inline int serve(int argc, char **argv) {
  asio::io_context io(1);
  guestbook book{.store = storage(argc > 3 ? argv[3] : ":memory:"),
                 .news_file = argc > 2 ? argv[2] : "news.txt"};
  tcp::acceptor acceptor(
      io, {asio::ip::address_v4::loopback(),
           static_cast<asio::ip::port_type>(argc > 1 ? std::stoi(argv[1]) : 0)});
  std::cout << "port " << acceptor.local_endpoint().port() << std::endl;
  asio::co_spawn(io, listen(book, std::move(acceptor)), asio::detached);
  io.run();
  return 0;
}

#endif // GUESTBOOK_SERVER_HPP
