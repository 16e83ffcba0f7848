// RUN: %check_fixits %s %t
//
// Sleeps under case labels, and after a statement on the same line.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

enum class gear { slow, medium, fast };

unblock::task<int> drive(gear g) {
  int way = 0;
  switch (g) {
  case gear::slow:
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
    break;
  case gear::medium: std::this_thread::sleep_for(std::chrono::milliseconds(1)); way += 5; break;
  default:
    way += 10; std::this_thread::sleep_for(std::chrono::microseconds(10)); ++way; // quick
  }
  co_return way;
}

int main() {
  unblock::runtime rt;
  for (gear g : {gear::slow, gear::medium, gear::fast})
    std::cout << rt.block_on(drive(g)) << '\n';
}
