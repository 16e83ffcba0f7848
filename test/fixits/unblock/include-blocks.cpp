// RUN: %check_fixits %s %t
//
// Blocks of includes, each sorted: the new one joins its kin.

#include <stdlib.h>

#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

#include <chrono>
#include <iostream>
#include <thread>

unblock::task<int> run() {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  co_return system("true");
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
