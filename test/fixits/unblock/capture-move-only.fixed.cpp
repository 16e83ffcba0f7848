// What cannot be copied is moved where it is used last; else there is no fix.

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
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
  auto work = [c = std::move(c), text = std::move(text)] {
    return c->send(text);
  };
  co_return co_await unblock::spawn_blocking(std::move(work));
}

unblock::task<int> hand_over(std::unique_ptr<connection> c) {
  c->sent = 5;
  auto work = [c = std::move(c)]() mutable { return finish(std::move(c)); };
  co_return co_await unblock::spawn_blocking(std::move(work));
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(once(std::make_unique<connection>(), "hello"))
            << rt.block_on(hand_over(std::make_unique<connection>())) << '\n';
}
