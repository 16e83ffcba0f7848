// RUN: %check_fixits %s %t
//
// Parameters that are references: the closure has copies of what they name.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int upload(const std::string &text, int times) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return static_cast<int>(text.size()) * times;
}

unblock::task<int> send(const std::string &text, const int &times) {
  int sent = upload(text, times);
  std::cout << text << '\n';
  co_return sent;
}

unblock::task<int> forward(std::string &&text) { co_return upload(text, 3); }

int main() {
  unblock::runtime rt;
  std::string text = "hello";
  std::cout << rt.block_on(send(text, 2)) << '\n'
            << rt.block_on(forward("bye")) << text << '\n';
}
