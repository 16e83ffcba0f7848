// The C library's sleeps, their value unused.

#include <chrono>
#include <iostream>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>
#include <unistd.h>

unblock::task<int> poll_device(unsigned attempts) {
  int polled = 0;
  for (unsigned i = 1; i <= attempts; ++i) {
    co_await unblock::sleep_for(std::chrono::microseconds(500 * i));
    ++polled;
  }
  co_await unblock::sleep_for(std::chrono::seconds(1));
  co_return polled;
}

int main() {
  unblock::runtime rt;
  auto begin = std::chrono::steady_clock::now();
  std::cout << rt.block_on(poll_device(3)) << ' ';
  auto spent = std::chrono::steady_clock::now() - begin;
  std::cout << (spent >= std::chrono::milliseconds(1003)) << '\n';
}
