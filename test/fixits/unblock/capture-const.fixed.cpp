// What is const is copied: there is nothing to move from.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::string fetch(const std::string &host, const std::string &path, int port) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return host + ':' + std::to_string(port) + path;
}

unblock::task<std::string> page(const std::string host) {
  const std::string path = "/index";
  constexpr int port = 80;
  auto work = [host, path] { return fetch(host, path, port); };
  co_return co_await unblock::spawn_blocking(std::move(work));
}

unblock::task<int> sum() {
  const int port = 90;
  enum { alternate = 91 };
  std::string one =
      co_await unblock::spawn_blocking([] { return fetch("a", "/", port); });
  std::string two = co_await unblock::spawn_blocking(
      [] { return fetch("b", "/", alternate); });
  co_return static_cast<int>(one.size() + two.size());
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(page("example")) << rt.block_on(sum()) << '\n';
}
