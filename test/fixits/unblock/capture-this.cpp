// RUN: %check_fixits %s %t
// no-fix: the object may be gone when the closure still runs
//
// The object may be gone when the closure still runs.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

class client {
public:
  explicit client(std::string name) : name_(std::move(name)) {}

  unblock::task<int> fetch() {
    int size = load();
    co_return size + this->load();
  }

private:
  int load() {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    return static_cast<int>(name_.size()) + ++calls_;
  }

  std::string name_;
  int calls_ = 0;
};

int main() {
  unblock::runtime rt;
  client c("name");
  std::cout << rt.block_on(c.fetch()) << '\n';
}
