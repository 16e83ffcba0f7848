// RUN: %check_fixits %s %t
// no-fix: the pool would call a copy
//
// Objects that are changed by their calls, or that cannot be copied, and are
// needed afterwards.

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::size_t send(const std::string &text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text.size();
}

struct counter {
  std::size_t sent = 0;
  void operator()() { sent += send("text"); }
};

unblock::task<std::size_t> run(int times) {
  counter object;
  int calls = 0;
  auto counts = [calls]() mutable { return send("text") + ++calls; };
  auto unique = [buffer = std::make_unique<std::string>("text")] {
    return send(*buffer);
  };
  std::size_t sent = 0;
  for (int i = 0; i < times; ++i) {
    unblock::block_in_place(object);
    sent += unblock::block_in_place(counts);
    sent += unblock::block_in_place(unique);
  }
  co_return sent + object.sent;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(3)) << '\n';
}
