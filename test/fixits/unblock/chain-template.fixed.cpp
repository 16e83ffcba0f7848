// The helper is a template, also with explicit arguments and a deduced result.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

template <class Rep, class Period>
void pause(std::chrono::duration<Rep, Period> time) {
  std::this_thread::sleep_for(time);
}

template <class To, class From> auto convert(From value) {
  pause(std::chrono::microseconds(10));
  return static_cast<To>(value * 2);
}

unblock::task<int> run(double value) {
  co_await unblock::spawn_blocking(
      [] { pause(std::chrono::microseconds(20)); });
  auto whole =
      co_await unblock::spawn_blocking([value] { return convert<int>(value); });
  co_return co_await unblock::spawn_blocking([value] {
    return convert<int, double>(value);
  }) + whole;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(2.75)) << '\n';
}
