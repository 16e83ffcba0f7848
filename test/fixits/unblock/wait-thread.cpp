// RUN: %check_fixits %s %t
// no-fix: the call changes 'worker', and a reference to it would dangle when the task is cancelled
//
// A thread is joined: it can only be moved.

#include <iostream>
#include <memory>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> run() {
  auto value = std::make_shared<int>(0);
  std::thread worker([value] { *value = 5; });
  worker.join();
  co_return *value;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
