// A member call: a copy of the object does as well when the call is const.

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
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
  auto work = [where] { return where.resolve(); };
  std::string one = co_await unblock::spawn_blocking(std::move(work));
  where.port = 90;
  auto work2 = [where = std::move(where)] { return where.resolve(); };
  co_return one + co_await unblock::spawn_blocking(std::move(work2));
}

unblock::task<std::string> by_reference(const address &where) {
  auto work = [where] { return where.resolve(); };
  co_return co_await unblock::spawn_blocking(std::move(work));
}

unblock::task<std::string> shared(std::shared_ptr<address> where) {
  auto work = [where] { return where->resolve(); };
  std::string one = co_await unblock::spawn_blocking(std::move(work));
  auto work2 = [where = std::move(where)] { return where->resolve(); };
  co_return one + co_await unblock::spawn_blocking(std::move(work2));
}

unblock::task<std::string> temporary() {
  co_return co_await unblock::spawn_blocking(
      [] { return address{"d", 4}.resolve(); });
}

int main() {
  unblock::runtime rt;
  auto where = std::make_shared<address>(address{"c", 3});
  std::cout << rt.block_on(by_value({"a", 1})) << ' '
            << rt.block_on(by_reference(*where)) << ' '
            << rt.block_on(shared(where)) << ' ' << rt.block_on(temporary())
            << '\n';
}
