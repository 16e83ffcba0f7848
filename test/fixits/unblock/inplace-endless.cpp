// RUN: %check_fixits %s %t
// no-fix: a loop without an end would keep a thread of the pool
// remains: async-block-in-place-unbounded
//
// A loop that only an exception leaves.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

void poll(int turn) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  if (turn == 3)
    throw turn;
}

unblock::task<int> run(int turn) {
  unblock::block_in_place([turn] {
    for (int i = turn;; ++i)
      poll(i);
  });
  co_return 0;
}

int main() {
  unblock::runtime rt;
  try {
    rt.block_on(run(1));
  } catch (int turn) {
    std::cout << turn << '\n';
  }
}
