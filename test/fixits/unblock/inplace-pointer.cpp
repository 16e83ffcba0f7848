// RUN: %check_fixits %s %t
// no-fix: what the pointer and the view refer to may be gone
//
// Captures by value that own nothing.

#include <chrono>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::size_t send(std::string_view text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text.size();
}

unblock::task<std::size_t> run(const std::string *text, int times) {
  std::size_t sent = 0;
  std::string_view view = *text;
  for (int i = 0; i < times; ++i) {
    sent += unblock::block_in_place([text] { return send(*text); });
    sent += unblock::block_in_place([view] { return send(view); });
  }
  co_return sent;
}

int main() {
  unblock::runtime rt;
  std::string text = "text";
  std::cout << rt.block_on(run(&text, 3)) << '\n';
}
