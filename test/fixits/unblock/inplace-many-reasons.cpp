// RUN: %check_fixits %s %t
// output: 30
//
// Several checks find the same calls, and give the same fix.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <tuple>
#include <unblock/blocking.hpp>
#include <unblock/errors.hpp>
#include <unblock/join.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>

std::size_t send(const std::string &text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text.size();
}

unblock::task<std::size_t> one(std::string text, int times) {
  std::size_t sent = 0;
  for (int i = 0; i < times; ++i) {
    sent += unblock::block_in_place([text] { return send(text); });
    sent += unblock::block_in_place([=] { return send(text + "!"); });
  }
  co_return sent;
}

unblock::task<std::size_t> other() {
  co_await unblock::sleep_for(std::chrono::microseconds(30));
  co_return 3;
}

unblock::task<std::size_t> run(int times) {
  auto [a, b] = co_await unblock::join_all(one("text", times), other());
  co_return a + b;
}

int main() {
  auto rt = unblock::runtime::builder::current_thread().build();
  try {
    std::cout << rt.block_on(run(3)) << '\n';
  } catch (const unblock::context_error &) {
    std::cout << "cannot block\n";
  }
}
