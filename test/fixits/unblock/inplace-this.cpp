// RUN: %check_fixits %s %t
// no-fix: the object may be gone
// remains: async-block-in-place-hot-path, async-block-in-place-hot-path
//
// In a member of a class, with what needs all of it, or changes a part.

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
    for (int i = 0; i < times; ++i) {
      sent_ += unblock::block_in_place([this] { return flush_one(); });
      unblock::block_in_place([&] { sent_ += send(text_); });
    }
    co_return sent_;
  }

private:
  std::size_t flush_one() const { return send(text_); }

  std::string text_ = "text";
  std::size_t sent_ = 0;
};

int main() {
  unblock::runtime rt;
  outbox box;
  std::cout << rt.block_on(box.flush(3)) << '\n';
}
