// RUN: %check_fixits %s %t
// no-fix: a condition variable goes with a lock, and neither can move
//
// A condition variable goes with a lock, and neither can move.

#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::mutex door;
std::condition_variable opened;
bool open;

unblock::task<int> run() {
  std::unique_lock lock(door);
  opened.wait(lock, [] { return open; });
  co_return 6;
}

int main() {
  unblock::runtime rt;
  std::thread other([] {
    std::lock_guard lock(door);
    open = true;
    opened.notify_one();
  });
  std::cout << rt.block_on(run()) << '\n';
  other.join();
}
