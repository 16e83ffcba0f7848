// RUN: %check_fixits %s %t
//
// The code to fix is in a header.

#include "greet.hpp"

#include <iostream>
#include <unblock/runtime.hpp>

unblock::task<std::string> run() {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  std::string text = co_await greet("you");
  co_return fetch(text);
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
