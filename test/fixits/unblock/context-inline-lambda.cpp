// RUN: %check_fixits %s %t
// no-fix: the lambda that blocks is no coroutine, and what runs it takes
// references
//
// The lambda that blocks is no coroutine, and what runs it takes references.

#include <algorithm>
#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <vector>

unblock::task<int> sum(std::vector<int> values) {
  int total = 0;
  std::for_each(values.begin(), values.end(), [&](int value) {
    std::this_thread::sleep_for(std::chrono::microseconds(value));
    total += value;
  });
  co_return total;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(sum({1, 2, 3})) << '\n';
}
