// RUN: %check_fixits %s %t
// no-fix: a variable is constructed where it stands; so is what destroys itself
// there
//
// A variable is constructed where it stands; so is what destroys itself there.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

struct connection {
  explicit connection(int port) : port(port) {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
  }
  connection(const connection &) = delete;
  ~connection() {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    std::cout << "closed\n";
  }

  int port;
};

unblock::task<int> run() {
  connection c(80);
  co_return c.port;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
