// RUN: %check_fixits %s %t
//
// An argument awaits, which the closure cannot: it is evaluated before.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> id() { co_return 4; }

int fetch(int id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return id * 2;
}

unblock::task<int> run() { co_return fetch(co_await id()); }

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
