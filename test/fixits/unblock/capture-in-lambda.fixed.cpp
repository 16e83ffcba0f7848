// The coroutine is a lambda; what it captured is captured again.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
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
    auto work = [name, times] { return fetch(name, times); };
    co_return co_await unblock::spawn_blocking(std::move(work));
  };
  auto by_reference = [&name, &times]() -> unblock::task<int> {
    auto work2 = [name, times] { return fetch(name, times); };
    int size = co_await unblock::spawn_blocking(std::move(work2));
    co_return size + times;
  };
  auto by_default = [=]() -> unblock::task<int> {
    auto work3 = [name, times] { return fetch(name, times); };
    co_return co_await unblock::spawn_blocking(std::move(work3)) + 1;
  };
  auto renamed = [text = name + "s", n = times + 1]() -> unblock::task<int> {
    auto work4 = [text, n] { return fetch(text, n); };
    co_return co_await unblock::spawn_blocking(std::move(work4));
  };
  std::cout << rt.block_on(by_value()) << ' ' << rt.block_on(by_reference())
            << ' ' << rt.block_on(by_default()) << ' ' << rt.block_on(renamed())
            << '\n';
}
