// The guestbook as it was first written. It works, and with one visitor nobody
// notices that each of these functions stops all others.

#include "retry.hpp"
#include "server.hpp"

// A thread mutex that is held while the coroutine waits for a slow visitor.
awaitable<void> welcome(guestbook &book, tcp::socket &socket) {
  std::lock_guard lock(book.mutex);
  std::string text = "welcome, visitor " + std::to_string(++book.visitors) + "\n";
  co_await asio::async_write(socket, asio::buffer(text), use_awaitable);
}

// SQLite behind two calls, and a sleep behind two others.
awaitable<std::string> sign(guestbook &book, std::string text) {
  for (int attempt = 0; attempt < 5; ++attempt) {
    if (book.store.add(text))
      co_return "thank you\n";
    pause_before(attempt);
  }
  co_return "the guestbook is busy\n";
}

awaitable<std::string> list(guestbook &book) {
  std::string entries = book.store.all();
  co_return entries;
}

// A file.
awaitable<std::string> news(guestbook &book) {
  std::ifstream file(book.news_file);
  std::string line;
  std::getline(file, line);
  co_return line + "\n";
}

// A name to be resolved: seconds, when the name server does not answer.
awaitable<std::string> host(std::string name) {
  tcp::resolver resolver(co_await asio::this_coro::executor);
  std::string addresses;
  for (const auto &entry : resolver.resolve(name, ""))
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
