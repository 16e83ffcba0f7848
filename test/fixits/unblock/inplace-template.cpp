// RUN: %check_fixits %s %t
// remains: async-block-in-place-hot-path
//
// In a template, what is the same in each instance.

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

std::size_t send_hello() { return send("hello"); }

template <class T> unblock::task<std::size_t> run(std::string text, T value) {
  std::size_t sent = value;
  for (int i = 0; i < 20; ++i) {
    sent += unblock::block_in_place([text] { return send(text); });
    sent += unblock::block_in_place(send_hello);
    sent +=
        unblock::block_in_place([value] { return send(std::to_string(value)); });
  }
  co_return sent;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("text", 1)) + rt.block_on(run("text", 1.5))
            << '\n';
}
