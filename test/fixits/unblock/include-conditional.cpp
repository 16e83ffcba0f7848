// RUN: %check_fixits %s %t
//
// What is included under a condition may not be, and what is needed always does
// not go there.

#ifndef _WIN32
#include <iostream>
#endif
#include <thread>
// The runtime.
#include <unblock/runtime.hpp>
#include <unblock/task.hpp> // unblock::task

#ifdef HAS_TIMERS
#include <unblock/time.hpp>
#else
#include <unblock/yield.hpp>
#endif

unblock::task<int> run() {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  co_return 1;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
