// RUN: %check_fixits %s %t
//
// A member call: a copy of the object does as well when the call is const.

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

struct address {
  std::string host;
  int port;

  std::string resolve() const {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    return host + ':' + std::to_string(port);
  }
};

unblock::task<std::string> by_value(address where) {
  std::string one = where.resolve();
  where.port = 90;
  co_return one + where.resolve();
}

unblock::task<std::string> by_reference(const address &where) {
  co_return where.resolve();
}

unblock::task<std::string> shared(std::shared_ptr<address> where) {
  std::string one = where->resolve();
  co_return one + where->resolve();
}

unblock::task<std::string> temporary() { co_return address{"d", 4}.resolve(); }

int main() {
  unblock::runtime rt;
  auto where = std::make_shared<address>(address{"c", 3});
  std::cout << rt.block_on(by_value({"a", 1})) << ' '
            << rt.block_on(by_reference(*where)) << ' '
            << rt.block_on(shared(where)) << ' ' << rt.block_on(temporary())
            << '\n';
}
