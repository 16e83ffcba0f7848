// A sleep whose time is in a local structure.

#include <ctime>
#include <iostream>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> pause(long nanoseconds) {
  timespec time{0, nanoseconds};
  co_await unblock::spawn_blocking([time] { nanosleep(&time, nullptr); });
  co_return 1;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(pause(1000)) << '\n';
}
