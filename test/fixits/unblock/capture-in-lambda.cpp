// RUN: %check_fixits %s %t
//
// The coroutine is a lambda; what it captured is captured again.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int fetch(const std::string &name, int times) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return static_cast<int>(name.size()) * times;
}

int main() {
  unblock::runtime rt;
  std::string name = "lambda";
  int times = 2;
  auto by_value = [name, times]() -> unblock::task<int> {
    co_return fetch(name, times);
  };
  auto by_reference = [&name, &times]() -> unblock::task<int> {
    int size = fetch(name, times);
    co_return size + times;
  };
  auto by_default = [=]() -> unblock::task<int> {
    co_return fetch(name, times) + 1;
  };
  auto renamed = [text = name + "s", n = times + 1]() -> unblock::task<int> {
    co_return fetch(text, n);
  };
  std::cout << rt.block_on(by_value()) << ' ' << rt.block_on(by_reference())
            << ' ' << rt.block_on(by_default()) << ' ' << rt.block_on(renamed())
            << '\n';
}
