// RUN: %check_fixits %s %t
// no-fix: an exception handler cannot await
//
// An exception handler cannot await.

#include <chrono>
#include <iostream>
#include <stdexcept>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> attempt() {
  try {
    throw std::runtime_error("no luck");
  } catch (const std::exception &error) {
    std::cout << error.what() << '\n';
    if (*error.what())
      std::this_thread::sleep_for(std::chrono::microseconds(10));
  }
  co_return 1;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(attempt()) << '\n';
}
