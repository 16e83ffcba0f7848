// The guestbook without blocking calls on the thread of the event loop: the same
// helpers, called where they may block, and async counterparts for the rest.

#include "retry.hpp"
#include "server.hpp"

// One thread for the database: SQLite takes one writer at a time anyway.
asio::thread_pool database(1);

// The mutex is free again before the coroutine suspends.
awaitable<void> welcome(guestbook &book, tcp::socket &socket) {
  int visitor;
  {
    std::lock_guard lock(book.mutex);
    visitor = ++book.visitors;
  }
  std::string text = "welcome, visitor " + std::to_string(visitor) + "\n";
  co_await asio::async_write(socket, asio::buffer(text), use_awaitable);
}

awaitable<std::string> sign(guestbook &book, std::string text) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (int attempt = 0; attempt < 5; ++attempt) {
    bool added = co_await asio::co_spawn(
        database,
        [&]() -> awaitable<bool> { co_return book.store.add(text); },
        use_awaitable);
    if (added)
      co_return "thank you\n";
    timer.expires_after(delay_before(attempt));
    co_await timer.async_wait(use_awaitable);
  }
  co_return "the guestbook is busy\n";
}

awaitable<std::string> list(guestbook &book) {
  co_return co_await asio::co_spawn(
      database,
      [&]() -> awaitable<std::string> { co_return book.store.all(); },
      use_awaitable);
}

awaitable<std::string> news(guestbook &book) {
  co_return co_await asio::co_spawn(
      database,
      [&]() -> awaitable<std::string> {
        std::ifstream file(book.news_file);
        std::string line;
        std::getline(file, line);
        co_return line + "\n";
      },
      use_awaitable);
}

awaitable<std::string> host(std::string name) {
  tcp::resolver resolver(co_await asio::this_coro::executor);
  std::string addresses;
  for (const auto &entry : co_await resolver.async_resolve(name, "", use_awaitable))
    addresses += entry.endpoint().address().to_string() + "\n";
  co_return addresses;
}

awaitable<std::string> answer(guestbook &book, std::string request) {
  std::string argument = request.size() > 5 ? request.substr(5) : "";
  if (request.starts_with("SIGN "))
    co_return co_await sign(book, argument);
  if (request == "LIST")
    co_return co_await list(book);
  if (request == "NEWS")
    co_return co_await news(book);
  if (request.starts_with("HOST "))
    co_return co_await host(argument);
  co_return "SIGN text, LIST, NEWS or HOST name\n";
}

int main(int argc, char **argv) { return serve(argc, argv); }
