// Overloaded operators that block.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

struct remote {
  int base;

  int operator[](int index) const {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    return base + index;
  }
  int operator()(const std::string &text) const {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    return base + static_cast<int>(text.size());
  }
};

remote operator+(remote left, remote right) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return {left.base + right.base};
}

unblock::task<int> run() {
  remote one{100}, two{10};
  remote both =
      co_await unblock::spawn_blocking([one, two] { return one + two; });
  int sum =
      co_await unblock::spawn_blocking([both] { return both[3]; }) +
      2 * co_await unblock::spawn_blocking([both] { return both("four"); });
  co_return sum;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
