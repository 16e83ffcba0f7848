// RUN: %check_fixits %s %t
//
// A try block may await; a handler may not.

#include <chrono>
#include <iostream>
#include <stdexcept>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> attempt(bool fails) {
  try {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (fails)
      throw std::runtime_error("no luck");
    co_return 0;
  } catch (const std::exception &error) {
    std::cout << error.what() << '\n';
    // NOLINTNEXTLINE(async-blocking-call): rare
    std::this_thread::sleep_for(std::chrono::microseconds(10));
  }
  co_return 1;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(attempt(false)) << rt.block_on(attempt(true))
            << '\n';
}
