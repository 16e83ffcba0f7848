// RUN: %check_fixits %s %t
// no-fix: the members of an awaiter are no coroutines
//
// The members of an awaiter are no coroutines.

#include <chrono>
#include <coroutine>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

struct slow_number {
  bool await_ready() const {
    std::this_thread::sleep_for(std::chrono::microseconds(10));
    return true;
  }
  void await_suspend(std::coroutine_handle<>) const {}
  int await_resume() const { return 5; }
};

unblock::task<int> number() { co_return co_await slow_number(); }

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(number()) << '\n';
}
