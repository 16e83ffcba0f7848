// RUN: %check_fixits %s %t
//
// What somebody has looked at, or allowed, stays.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/annotations.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> run() {
  std::this_thread::sleep_for(std::chrono::microseconds(10)); // NOLINT
  // NOLINTNEXTLINE(async-blocking-call)
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  std::this_thread::sleep_for(std::chrono::microseconds(30));
  {
    UNBLOCK_ALLOW_BLOCKING("shorter than a switch of threads");
    std::this_thread::sleep_for(std::chrono::microseconds(1));
  }
  std::this_thread::sleep_for(std::chrono::microseconds(40)); // NOLINT(other-check)
  co_return 5;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
