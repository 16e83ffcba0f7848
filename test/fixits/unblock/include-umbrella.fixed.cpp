// The header of the whole runtime is there already.

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>
#include <unblock/unblock.hpp>

unblock::task<int> run() {
  co_await unblock::sleep_for(std::chrono::microseconds(20));
  co_return co_await unblock::spawn_blocking(
      [] { return std::system("true"); });
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
