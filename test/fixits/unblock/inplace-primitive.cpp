// RUN: %check_fixits %s %t
// no-fix: on the pool it would wait just as long
// remains: async-block-in-place-async-primitive, async-block-in-place-hot-path
//
// A closure that waits for the work of tasks.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/spawn.hpp>
#include <unblock/task.hpp>

unblock::task<int> fetch(int id) { co_return 2 * id; }

unblock::task<int> run(int times) {
  int sum = 0;
  for (int i = 0; i < times; ++i)
    sum += unblock::block_in_place([i] {
      auto handle = unblock::spawn(fetch(i));
      return unblock::handle::current().block_on(std::move(handle));
    });
  co_return sum;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(0)) << '\n';
}
