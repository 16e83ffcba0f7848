// RUN: %check_fixits %s %t
//
// The value is what an awaited operation starts with.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>

std::chrono::microseconds delay(int tries) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return std::chrono::microseconds(10 * tries);
}

unblock::task<int> twice(int value) { co_return value * 2; }

int fetch(int id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return id + 1;
}

unblock::task<int> run(int tries) {
  co_await unblock::sleep_for(delay(tries));
  int sum = co_await twice(fetch(tries)) + fetch(10);
  co_return co_await twice(sum);
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(3)) << '\n';
}
