// The argument is evaluated once, and changes what it names.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>

struct backoff {
  std::chrono::microseconds delay{100};

  std::chrono::microseconds next() { return delay *= 2; }
};

unblock::task<long> retry(int times) {
  backoff pause;
  while (times-- > 0)
    co_await unblock::sleep_for(pause.next());
  co_return pause.delay.count();
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(retry(3)) << '\n';
}
