// REQUIRES: debian
// A project adds its pool to the profile of Asio.
#include <acme/on_pool.h>
#include <asio.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>

static std::string firstLine(const std::string &name) {
  std::ifstream in(name);
  std::string line;
  std::getline(in, line);
  return line;
}
static asio::awaitable<void> shows(std::string name, bool &found) {
  auto work = [name] { return std::filesystem::exists(name); };
  found = co_await acme::on_pool(std::move(work));
  co_await asio::steady_timer(co_await asio::this_coro::executor,
                              std::chrono::milliseconds(1))
      .async_wait(asio::use_awaitable);
  auto work2 = [name = std::move(name)] { return firstLine(name); };
  std::string line = co_await acme::on_pool(std::move(work2));
  std::printf("%d %zu\n", int(found), line.size());
  co_return;
}
int main() {
  asio::io_context context;
  bool found = false;
  asio::co_spawn(context, shows("/nowhere", found), asio::detached);
  context.run();
}
