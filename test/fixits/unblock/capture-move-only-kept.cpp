// RUN: %check_fixits %s %t
// no-fix: what cannot be copied is used again afterwards
//
// What cannot be copied is used again afterwards.

#include <chrono>
#include <iostream>
#include <memory>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

struct connection {
  int received = 0;

  int receive() {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    return ++received;
  }
};

unblock::task<int> run(std::unique_ptr<connection> c) {
  int sum = c->receive();
  sum += c->received;
  co_return sum;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(std::make_unique<connection>())) << '\n';
}
