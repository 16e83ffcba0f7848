// RUN: %check_fixits %s %t
// no-fix: the lambda that blocks is no coroutine
//
// A local lambda that blocks, named or called at once.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> run(int base) {
  auto fetch = [](int id) {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    return id * 2;
  };
  auto shifted = [base](int id) {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    return id + base;
  };
  int sum = fetch(2);
  sum += shifted(3);
  co_return sum;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(10)) << '\n';
}
