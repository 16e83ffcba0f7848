// RUN: %check_fixits %s %t
// no-fix: the object may be gone when the closure still runs
//
// A lambda coroutine that captured this, or the object.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

class session {
public:
  unblock::task<int> start() {
    auto work = [this](int id) -> unblock::task<int> { co_return load(id); };
    co_return co_await work(2);
  }

private:
  int load(int id) {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    return last_ += id;
  }

  int last_ = 0;
};

int main() {
  unblock::runtime rt;
  session s;
  std::cout << rt.block_on(s.start()) << '\n';
}
