// RUN: %check_fixits %s %t
//
// A member that is only read is copied; the object itself is not needed.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::size_t send(const std::string &text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text.size();
}

class outbox {
public:
  unblock::task<std::size_t> flush(int times) {
    std::size_t sent = 0;
    for (int i = 0; i < times; ++i) {
      sent += unblock::block_in_place([this] { return send(text_); });
      sent += unblock::block_in_place([&] { return send(text_) + sent; });
    }
    co_return sent;
  }

private:
  std::string text_ = "text";
};

int main() {
  unblock::runtime rt;
  outbox box;
  std::cout << rt.block_on(box.flush(3)) << '\n';
}
