// What is included under a condition may not be, and what is needed always does
// not go there.

#ifndef _WIN32
#include <iostream>
#endif
#include <thread>
// The runtime.
#include <unblock/runtime.hpp>
#include <unblock/task.hpp> // unblock::task
#include <unblock/time.hpp>

#ifdef HAS_TIMERS
#include <unblock/time.hpp>
#else
#include <unblock/yield.hpp>
#endif

unblock::task<int> run() {
  co_await unblock::sleep_for(std::chrono::microseconds(20));
  co_return 1;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
