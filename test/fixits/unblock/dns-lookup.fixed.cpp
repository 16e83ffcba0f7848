// A helper that resolves a name, with buffers of its own.

#include <iostream>
#include <netdb.h>
#include <string>
#include <sys/socket.h>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

bool resolves(const std::string &host) {
  addrinfo *found = nullptr;
  if (getaddrinfo(host.c_str(), "80", nullptr, &found) != 0)
    return false;
  freeaddrinfo(found);
  return true;
}

unblock::task<int> count(std::string host) {
  auto work = [host = std::move(host)] { return resolves(host); };
  int hosts = co_await unblock::spawn_blocking(std::move(work));
  hosts +=
      co_await unblock::spawn_blocking([] { return resolves("127.0.0.1"); });
  co_return hosts;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(count("localhost")) << '\n';
}
