// RUN: %check_fixits %s %t
// no-fix: what cannot be copied or moved cannot be captured
//
// Arguments that cannot be copied, nor moved.

#include <atomic>
#include <chrono>
#include <iostream>
#include <memory>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int fetch(const std::atomic<int> &id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return id * 2;
}

int fetch(const std::unique_ptr<int> &id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return *id * 3;
}

unblock::task<int> run(const std::unique_ptr<int> &id) {
  std::atomic<int> number = 4;
  int sum = fetch(number);
  co_return sum + fetch(id);
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(std::make_unique<int>(5))) << '\n';
}
