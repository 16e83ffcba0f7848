// Lambdas that are coroutines: with captures, generic, and called at once.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/join.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>

int main() {
  unblock::runtime rt;
  int base = 40;
  auto answer = [base](int more) -> unblock::task<int> {
    co_await unblock::sleep_for(std::chrono::milliseconds(1));
    co_return base + more;
  };
  auto twice = [](auto value) -> unblock::task<decltype(value)> {
    co_await unblock::sleep_for(std::chrono::microseconds(50));
    co_return value + value;
  };
  std::cout << rt.block_on(answer(2)) << '\n';
  std::cout << rt.block_on(twice(3)) << ' ' << rt.block_on(twice(1.5)) << '\n';
  rt.block_on([]() -> unblock::task<> {
    co_await unblock::sleep_for(std::chrono::microseconds(50));
    co_return;
  }());
}
