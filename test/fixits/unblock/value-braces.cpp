// RUN: %check_fixits %s %t
// remains: async-blocking-call
//
// The value stands in braces: lists, aggregates, designators, new.

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <vector>

int fetch(int id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return id * 2;
}

struct answer {
  int one, two;
};

unblock::task<answer> aggregate() { co_return answer{fetch(1), 3}; }

unblock::task<int> run() {
  int braced{fetch(2)};
  std::vector<int> list = {fetch(3), 5};
  answer a{.one = 1, .two = fetch(4)};
  auto shared = std::make_shared<int>(fetch(5));
  std::unique_ptr<int> owned(new int(fetch(6)));
  answer b = co_await aggregate();
  co_return braced + list[0] + list[1] + a.one + a.two + *shared + *owned +
      b.one + b.two;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
