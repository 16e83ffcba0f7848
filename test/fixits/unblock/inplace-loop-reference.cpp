// RUN: %check_fixits %s %t
// no-fix: the closure uses local variables by reference
//
// In a loop, with a closure that uses local variables in place.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> run(int times) {
  int sum = 0;
  for (int i = 0; i < times; ++i)
    unblock::block_in_place([&] {
      std::this_thread::sleep_for(std::chrono::microseconds(20));
      sum += i;
    });
  co_return sum;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(4)) << '\n';
}
