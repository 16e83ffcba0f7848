// RUN: %check_fixits %s %t
//
// Names that closures get: none that means something in the function or in its
// class.

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

struct desk {
  int work2 = 0;
  unblock::task<std::size_t> run(std::string text, int times) {
    std::size_t work = 0;
    for (int i = 0; i < times; ++i) {
      work += unblock::block_in_place([text] { return send(text); });
      auto work4 = [&](std::string line) -> unblock::task<std::size_t> {
        co_return unblock::block_in_place([line] { return send(line); });
      };
      work += co_await work4(text + "!");
    }
    co_return work;
  }
};

int main() {
  unblock::runtime rt;
  desk d;
  std::cout << rt.block_on(d.run("text", 3)) << '\n';
}
