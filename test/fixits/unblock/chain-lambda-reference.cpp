// RUN: %check_fixits %s %t
// no-fix: the local lambda holds a reference to a local variable
//
// The local lambda holds a reference to a local variable.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> run() {
  int sum = 0;
  auto add = [&sum](int id) {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    sum += id;
  };
  add(3);
  [&] {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    sum *= 2;
  }();
  co_return sum;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
