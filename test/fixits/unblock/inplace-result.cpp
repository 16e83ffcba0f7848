// RUN: %check_fixits %s %t
//
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
    auto made = unblock::block_in_place([text] { return make(text); });
    sent += made->size();
    (void)unblock::block_in_place([text] { return make(text); });
    if (!unblock::block_in_place([text] { return is_long(text); }))
      ++sent;
    sent += unblock::block_in_place([text] { return make(text); })->size();
    try {
      unblock::block_in_place([text] { refuse(text); });
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
