// RUN: %check_fixits %s %t
// no-fix: the initialiser of a static variable cannot await
//
// A variable that is initialised once, at the first call.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int load() {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return 6;
}

unblock::task<int> run() {
  static const int settings = load();
  static int twice = settings * load();
  co_return twice++;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << rt.block_on(run()) << '\n';
}
