// RUN: %check_fixits %s %t
//
// The argument is evaluated once, and changes what it names.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

struct backoff {
  std::chrono::microseconds delay{100};

  std::chrono::microseconds next() { return delay *= 2; }
};

unblock::task<long> retry(int times) {
  backoff pause;
  while (times-- > 0)
    std::this_thread::sleep_for(pause.next());
  co_return pause.delay.count();
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(retry(3)) << '\n';
}
