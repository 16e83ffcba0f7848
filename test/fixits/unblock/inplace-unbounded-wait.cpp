// RUN: %check_fixits %s %t
//
// Waits as long as the peer likes: the pool has more threads than the runtime has
// workers to replace.

#include <chrono>
#include <iostream>
#include <sys/socket.h>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unistd.h>

int next(int fd) {
  char c = 0;
  return recv(fd, &c, 1, 0) == 1 ? c : -1;
}

unblock::task<int> run(int fd) {
  int first = unblock::block_in_place([fd] { return next(fd); });
  co_return first + unblock::block_in_place([=] { return next(fd); });
}

int main() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0 ||
      write(ends[1], "\x05\x06", 2) != 2)
    return 1;
  unblock::runtime rt;
  std::cout << rt.block_on(run(ends[0])) << '\n';
}
