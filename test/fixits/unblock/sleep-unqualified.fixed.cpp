// The names come from using-directives, the time is a literal.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>

using namespace std::chrono_literals;
using namespace std::this_thread;
using unblock::task;

task<int> count() {
  int n = 0;
  while (n < 3) {
    co_await unblock::sleep_for(1ms * n + 100us);
    ++n;
  }
  co_return n;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(count()) << '\n';
}
