// RUN: %check_fixits %s %t
// no-fix: awaiting would keep the mutex locked while other tasks run
//
// Awaiting would keep the mutex locked while other tasks run.

#include <chrono>
#include <iostream>
#include <mutex>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::mutex door;
int visitors;

unblock::task<int> enter() {
  std::lock_guard lock(door);
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  co_return ++visitors;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(enter()) << '\n';
}
