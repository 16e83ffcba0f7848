// RUN: %check_fixits %s %t
//
// On another thread the variable has another value: it is read before.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

thread_local int level = 1;

int fetch(int n) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return 10 * n;
}

unblock::task<int> run() {
  level = 5;
  co_return fetch(level);
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
