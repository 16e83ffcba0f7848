// RUN: %check_fixits %s %t
// no-fix: the call changes 'value', and a reference to it would dangle when the task is cancelled
//
// Work is started on another thread only to be waited for.

#include <future>
#include <iostream>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int compute(int value) { return value * value; }

unblock::task<int> run(int value) {
  int one = std::async(std::launch::async, compute, value).get();
  auto later = std::async(std::launch::async, compute, one);
  co_return one + later.get();
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(3)) << '\n';
}
