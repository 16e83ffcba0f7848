// RUN: %check_fixits %s %t
//
// Macros only stand in the arguments, or around the statement.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

#define DELAY std::chrono::milliseconds(1)
#define MICROSECONDS(n) std::chrono::microseconds(n)
#define IF_VERBOSE(...)                                                        \
  do {                                                                         \
    __VA_ARGS__;                                                               \
  } while (false)

unblock::task<int> run() {
  std::this_thread::sleep_for(DELAY);
  std::this_thread::sleep_for(MICROSECONDS(20) + DELAY);
  IF_VERBOSE(std::cout << "verbose\n");
  co_return 3;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
