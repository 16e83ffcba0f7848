// RUN: %check_fixits %s %t
// output: 8
//
// A runtime of one thread has nobody to take over.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/errors.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int fetch(int id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return 2 * id;
}

unblock::task<int> run(int id) {
  int value = unblock::block_in_place([id] { return fetch(id); });
  co_return value;
}

int main() {
  auto rt = unblock::runtime::builder::current_thread().build();
  try {
    std::cout << rt.block_on(run(4)) << '\n';
  } catch (const unblock::context_error &) {
    std::cout << "cannot block\n";
  }
}
