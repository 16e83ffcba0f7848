// RUN: %check_fixits %s %t
//
// The inner block_in_place says what the outer one has said.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int fetch(int id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return 2 * id;
}

unblock::task<int> run(int id) {
  int value = unblock::block_in_place([id] {
    int inner = unblock::block_in_place([id] { return fetch(id); });
    return inner + 1;
  });
  int more = co_await unblock::spawn_blocking([value] {
    return unblock::block_in_place([&] { return fetch(value); }) + value;
  });
  co_return more;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(4)) << '\n';
}
