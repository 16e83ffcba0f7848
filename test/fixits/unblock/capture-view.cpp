// RUN: %check_fixits %s %t
// no-fix: a copy of a view does not keep what it shows alive
//
// A copy of a view does not keep what it shows alive.

#include <chrono>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int upload(std::string_view text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return static_cast<int>(text.size());
}

int sum(std::span<const int> values) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  int total = 0;
  for (int value : values)
    total += value;
  return total;
}

unblock::task<int> run(std::string text) {
  std::string_view word(text.data(), 3);
  const int numbers[] = {1, 2, 3};
  std::span<const int> tail(numbers + 1, 2);
  co_return upload(word) * 10 + sum(tail);
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("hello")) << '\n';
}
