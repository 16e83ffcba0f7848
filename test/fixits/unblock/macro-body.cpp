// RUN: %check_fixits %s %t
// no-fix: the call is in the body of a macro, which other functions use too
//
// The call is in the body of a macro, which other functions use too.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

#define PAUSE(ms) std::this_thread::sleep_for(std::chrono::milliseconds(ms))

void warm_up() { PAUSE(1); }

unblock::task<int> run() {
  PAUSE(2);
  co_return 2;
}

int main() {
  warm_up();
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
