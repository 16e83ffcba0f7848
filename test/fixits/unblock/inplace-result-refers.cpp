// RUN: %check_fixits %s %t
// no-fix: a reference, and a pointer to what the closure holds
//
// Results that refer to something.

#include <chrono>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

const std::string &look(const std::string &text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text;
}

std::string global = "text";

unblock::task<std::size_t> run(std::string text, int times) {
  std::size_t sum = 0;
  for (int i = 0; i < times; ++i) {
    const std::string &same = unblock::block_in_place(
        []() -> const std::string & { return look(global); });
    sum += same.size();
    sum += std::string_view(unblock::block_in_place([text] {
             return look(text).data() == nullptr ? "none" : text.c_str();
           })).size();
  }
  co_return sum;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("text", 0)) << '\n';
}
