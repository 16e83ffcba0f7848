// Results that are moved, dropped, tested and thrown.

#include <chrono>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <vector>

std::size_t send(const std::string &text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text.size();
}

std::unique_ptr<std::string> make(std::string text) {
  send(text);
  return std::make_unique<std::string>(std::move(text));
}

bool is_long(const std::string &text) { return send(text) > 4; }

void refuse(const std::string &text) {
  send(text);
  throw std::runtime_error(text);
}

unblock::task<std::size_t> run(std::vector<std::string> texts) {
  std::size_t sent = 0;
  for (std::string &text : texts) {
    auto work = [text] { return make(text); };
    auto made = co_await unblock::spawn_blocking(std::move(work));
    sent += made->size();
    auto work2 = [text] { return make(text); };
    (void)co_await unblock::spawn_blocking(std::move(work2));
    auto work3 = [text] { return is_long(text); };
    if (!co_await unblock::spawn_blocking(std::move(work3)))
      ++sent;
    auto work4 = [text] { return make(text); };
    sent += (co_await unblock::spawn_blocking(std::move(work4)))->size();
    try {
      auto work5 = [text] { refuse(text); };
      co_await unblock::spawn_blocking(std::move(work5));
    } catch (const std::runtime_error &error) {
      sent += error.what() == text;
    }
  }
  co_return sent;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run({"one", "three"})) << '\n';
}
