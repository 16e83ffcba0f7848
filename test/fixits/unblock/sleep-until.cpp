// RUN: %check_fixits %s %t
//
// Sleeping until a point of the steady clock, and of a clock that the runtime
// has no timers for.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<bool> steady() {
  auto deadline =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(3);
  std::this_thread::sleep_until(deadline);
  co_return std::chrono::steady_clock::now() >= deadline;
}

unblock::task<bool> wall() {
  auto deadline =
      std::chrono::system_clock::now() + std::chrono::milliseconds(3);
  std::this_thread::sleep_until(deadline);
  co_return std::chrono::system_clock::now() >= deadline;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(steady()) << rt.block_on(wall()) << '\n';
}
