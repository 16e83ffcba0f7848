// RUN: %check_fixits %s %t
//
// The arguments change local variables: they are evaluated before, where the
// variables are.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int fetch(int id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return id * 2;
}

unblock::task<int> run() {
  int id = 3;
  int sum = fetch(id++);
  sum += fetch(id += 2);
  sum += fetch(sum = 1);
  co_return sum * 10 + id;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
