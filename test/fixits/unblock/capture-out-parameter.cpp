// RUN: %check_fixits %s %t
// no-fix: the helper writes through a reference to a local variable
//
// The helper writes through a reference to a local variable.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

bool receive(std::string &into) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  into += "more";
  return true;
}

unblock::task<std::string> read() {
  std::string text = "some ";
  if (receive(text))
    text += '.';
  co_return text;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(read()) << '\n';
}
