// The whole body of an if, of an else and of a loop, without braces.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>

unblock::task<int> back_off(int failures) {
  constexpr std::chrono::milliseconds step(1);
  if (failures == 0)
    co_await unblock::sleep_for(step);
  else
    co_await unblock::sleep_for(failures * step);
  for (int i = 0; i < failures; ++i)
    co_await unblock::sleep_for(step);
  do
    co_await unblock::sleep_for(step);
  while (--failures > 0);
  co_return failures;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(back_off(0)) << rt.block_on(back_off(2)) << '\n';
}
