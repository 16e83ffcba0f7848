// RUN: %check_fixits %s %t
// no-fix: the call changes the object, which is used again: a copy would not do
//
// The call changes the object, which is used again: a copy would not do.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

struct counter {
  int calls = 0;

  int next() {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    return ++calls;
  }
};

unblock::task<int> run(counter &outer) {
  counter inner;
  int sum = inner.next();
  sum += outer.next();
  co_return sum * 10 + inner.calls;
}

int main() {
  unblock::runtime rt;
  counter c;
  std::cout << rt.block_on(run(c)) << c.calls << '\n';
}
