// The handler uses what the block that it guards used last.

#include <chrono>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::size_t send(const std::string &text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  if (text.size() > 3)
    throw std::length_error("too long");
  return text.size();
}

unblock::task<std::size_t> run(std::string text) {
  try {
    auto work = [text] { return send(text); };
    co_return co_await unblock::spawn_blocking(std::move(work));
  } catch (const std::length_error &error) {
    std::cout << text << ": " << error.what() << '\n';
  }
  co_return 0;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("abc")) << '\n'
            << rt.block_on(run("a text that is longer")) << '\n';
}
