// On another thread the variable has another value: it is read before.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

thread_local int level = 1;

int fetch(int n) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return 10 * n;
}

unblock::task<int> run() {
  level = 5;
  co_return co_await unblock::spawn_blocking(
      [arg = level] { return fetch(arg); });
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
