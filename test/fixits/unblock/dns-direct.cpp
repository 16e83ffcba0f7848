// RUN: %check_fixits %s %t
// no-fix: the result goes into a local variable of the coroutine
//
// The result goes into a local variable of the coroutine.

#include <iostream>
#include <netdb.h>
#include <sys/socket.h>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> lookup(const char *host) {
  addrinfo *found = nullptr;
  int error = getaddrinfo(host, "80", nullptr, &found);
  if (error == 0)
    freeaddrinfo(found);
  co_return error;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(lookup("127.0.0.1")) << '\n';
}
