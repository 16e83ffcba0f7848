// An argument awaits, which the closure cannot: it is evaluated before.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> id() { co_return 4; }

int fetch(int id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return id * 2;
}

unblock::task<int> run() {
  co_return co_await unblock::spawn_blocking(
      [arg = co_await id()] { return fetch(arg); });
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
