// RUN: %check_fixits %s %t
//
// The sleep is two helpers away: the call in the coroutine moves, not they.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

namespace device {
void settle(int steps) {
  std::this_thread::sleep_for(std::chrono::microseconds(10 * steps));
}

int calibrate(int steps) {
  settle(steps);
  return steps + 1;
}
} // namespace device

unblock::task<int> prepare(int steps) {
  device::settle(steps);
  int result = device::calibrate(steps);
  co_return device::calibrate(result);
}

int main() {
  device::calibrate(1); // not in a coroutine
  unblock::runtime rt;
  std::cout << rt.block_on(prepare(3)) << '\n';
}
