// RUN: %check_fixits %s %t
//
// The header of the whole runtime is there already.

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>
#include <unblock/unblock.hpp>

unblock::task<int> run() {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  co_return std::system("true");
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
