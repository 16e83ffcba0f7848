// RUN: %check_fixits %s %t
//
// The helper takes a view; what it shows is owned by what is captured.

#include <chrono>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int upload(std::string_view text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return static_cast<int>(text.size());
}

unblock::task<int> run(std::string text) {
  int sent = upload(text) + upload("literal");
  co_return sent + upload(text + text);
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("hello")) << '\n';
}
