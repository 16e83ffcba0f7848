// RUN: %check_fixits %s %t
// no-fix: the helper calls back, and the closure that it calls has references
//
// The helper calls back, and the closure that it calls has references.

#include <chrono>
#include <functional>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

void each(int count, const std::function<void(int)> &visit) {
  for (int i = 0; i < count; ++i) {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    visit(i);
  }
}

unblock::task<int> run(int count) {
  int sum = 0;
  each(count, [&](int value) { sum += value; });
  co_return sum;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(4)) << '\n';
}
