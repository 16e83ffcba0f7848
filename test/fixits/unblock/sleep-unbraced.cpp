// RUN: %check_fixits %s %t
//
// The whole body of an if, of an else and of a loop, without braces.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> back_off(int failures) {
  constexpr std::chrono::milliseconds step(1);
  if (failures == 0)
    std::this_thread::sleep_for(step);
  else
    std::this_thread::sleep_for(failures * step);
  for (int i = 0; i < failures; ++i)
    std::this_thread::sleep_for(step);
  do
    std::this_thread::sleep_for(step);
  while (--failures > 0);
  co_return failures;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(back_off(0)) << rt.block_on(back_off(2)) << '\n';
}
