// RUN: %check_fixits %s %t
//
// Sleeps that are operands: of a comma, of a conditional, of co_return.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

using std::chrono::milliseconds;

unblock::task<> settle(bool fast) {
  for (int i = 0; i < 3; std::this_thread::sleep_for(milliseconds(1)), ++i)
    std::cout << i;
  fast ? void() : std::this_thread::sleep_for(milliseconds(2));
  co_return std::this_thread::sleep_for(milliseconds(1));
}

int main() {
  unblock::runtime rt;
  rt.block_on(settle(true));
  rt.block_on(settle(false));
  std::cout << '\n';
}
