// What lives for ever, or has no address, is not captured.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

const std::string host = "example";

struct settings {
  static inline const std::string path = "/index";
};

std::string fetch(const std::string &host, const std::string &path, int n) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return host + path + std::to_string(n);
}

unblock::task<std::string> run() {
  static const std::string suffix = "?q";
  static int asked = 0;
  ++asked;
  std::string page = co_await unblock::spawn_blocking(
      [] { return fetch(host, settings::path, asked); });
  co_return page + co_await unblock::spawn_blocking(
                       [] { return fetch(host, suffix, asked); });
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n' << rt.block_on(run()) << '\n';
}
