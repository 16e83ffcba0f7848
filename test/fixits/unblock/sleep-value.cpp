// RUN: %check_fixits %s %t
// remains: async-blocking-call
//
// The C library's sleeps, their value used. Where errno is used as well, the
// call must stay on its thread.

#include <cerrno>
#include <iostream>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unistd.h>

unblock::task<int> nap(useconds_t time) {
  if (usleep(time) != 0)
    co_return errno;
  unsigned left = sleep(1);
  co_return static_cast<int>(left);
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(nap(100)) << '\n';
}
