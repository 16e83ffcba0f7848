// Parameters that are references: the closure has copies of what they name.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int upload(const std::string &text, int times) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return static_cast<int>(text.size()) * times;
}

unblock::task<int> send(const std::string &text, const int &times) {
  auto work = [text, times] { return upload(text, times); };
  int sent = co_await unblock::spawn_blocking(std::move(work));
  std::cout << text << '\n';
  co_return sent;
}

unblock::task<int> forward(std::string &&text) {
  auto work = [text] { return upload(text, 3); };
  co_return co_await unblock::spawn_blocking(std::move(work));
}

int main() {
  unblock::runtime rt;
  std::string text = "hello";
  std::cout << rt.block_on(send(text, 2)) << '\n'
            << rt.block_on(forward("bye")) << text << '\n';
}
