// RUN: %check_fixits %s %t
// no-fix: a copy would be of the static type
//
// A reference to a base class: a copy would be of the base only.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

struct source {
  virtual ~source() = default;
  virtual int read() const {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    return 1;
  }
};

struct file : source {
  int read() const override {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    return 2;
  }
};

int read(const source &from) { return from.read() * 10; }

unblock::task<int> run(const source &from) {
  int one = from.read();
  co_return one + read(from);
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(file())) << rt.block_on(run(source())) << '\n';
}
