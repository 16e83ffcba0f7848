// RUN: %check_fixits %s %t
//
// What cannot be copied is moved where it is used last; else there is no fix.

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <utility>

struct connection {
  int sent = 0;

  int send(const std::string &text) {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    return sent += static_cast<int>(text.size());
  }
};

int finish(std::unique_ptr<connection> c) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return c->sent;
}

unblock::task<int> once(std::unique_ptr<connection> c, std::string text) {
  co_return c->send(text);
}

unblock::task<int> hand_over(std::unique_ptr<connection> c) {
  c->sent = 5;
  co_return finish(std::move(c));
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(once(std::make_unique<connection>(), "hello"))
            << rt.block_on(hand_over(std::make_unique<connection>())) << '\n';
}
