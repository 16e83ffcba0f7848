// RUN: %check_fixits %s %t
// no-fix: the helper writes through a pointer to a local variable
//
// The helper writes through a pointer to a local variable.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

void measure(int *value) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  *value += 7;
}

unblock::task<int> read() {
  int value = 1;
  measure(&value);
  int *where = &value;
  measure(where);
  co_return value;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(read()) << '\n';
}
