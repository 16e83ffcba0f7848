// The mutex is free again where the call is.

#include <chrono>
#include <iostream>
#include <mutex>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>

std::mutex door;
int visitors;

unblock::task<int> enter() {
  int number = 0;
  {
    std::lock_guard lock(door);
    number = ++visitors;
  }
  co_await unblock::sleep_for(std::chrono::milliseconds(1));
  if (std::lock_guard lock(door); number == visitors)
    ++visitors;
  co_await unblock::sleep_for(std::chrono::milliseconds(1));
  co_return number;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(enter()) << visitors << '\n';
}
