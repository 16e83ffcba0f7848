// RUN: %check_fixits %s %t
// no-fix: another thread has other objects
//
// Work that depends on its thread, which is what block_in_place is for.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

thread_local int calls = 0;

int next(int id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return id;
}

unblock::task<int> run(int times) {
  int sum = 0;
  for (int i = 0; i < times; ++i)
    sum += unblock::block_in_place([i] { return next(i) + calls++; });
  co_return sum;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(3)) << '\n';
}
