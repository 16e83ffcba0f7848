// The other branch of the task stands still while the closure runs.

#include <chrono>
#include <iostream>
#include <thread>
#include <tuple>
#include <unblock/blocking.hpp>
#include <unblock/join.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>

int fetch(int id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return 2 * id;
}

unblock::task<int> one(int id) {
  co_return co_await unblock::spawn_blocking([id] { return fetch(id); });
}

unblock::task<int> other() {
  co_await unblock::sleep_for(std::chrono::microseconds(30));
  co_return 1;
}

unblock::task<int> run(int id) {
  auto [a, b] = co_await unblock::join_all(one(id), other());
  co_return a + b;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(4)) << '\n';
}
