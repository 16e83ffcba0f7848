// RUN: %check_fixits %s %t
// no-fix: the result would refer to the closure's copy of the argument
//
// The result would refer to the closure's copy of the argument.

#include <chrono>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::string_view trim(std::string_view text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  text.remove_prefix(text.find_first_not_of(' '));
  return text;
}

const std::string &longer(const std::string &one, const std::string &two) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return one.size() < two.size() ? two : one;
}

unblock::task<int> run(std::string text, std::string other) {
  std::string_view word = trim(text);
  const std::string &most = longer(text, other);
  std::cout << word << most << '\n';
  co_return static_cast<int>(word.size());
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("  hello", "a")) << '\n';
}
