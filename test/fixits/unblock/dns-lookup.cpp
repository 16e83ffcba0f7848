// RUN: %check_fixits %s %t
//
// A helper that resolves a name, with buffers of its own.

#include <iostream>
#include <netdb.h>
#include <string>
#include <sys/socket.h>
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
  int hosts = resolves(host);
  hosts += resolves("127.0.0.1");
  co_return hosts;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(count("localhost")) << '\n';
}
