// The arguments change local variables: they are evaluated before, where the
// variables are.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int fetch(int id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return id * 2;
}

unblock::task<int> run() {
  int id = 3;
  int sum =
      co_await unblock::spawn_blocking([arg = id++] { return fetch(arg); });
  sum +=
      co_await unblock::spawn_blocking([arg = id += 2] { return fetch(arg); });
  sum +=
      co_await unblock::spawn_blocking([arg = sum = 1] { return fetch(arg); });
  co_return sum * 10 + id;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
