// RUN: %check_fixits %s %t
// no-fix: a capture of a lambda cannot await
//
// The value initialises a capture of a lambda.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::string fetch(int id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return std::to_string(id);
}

unblock::task<std::string> run(int id) {
  auto add = [text = fetch(id)](const char *more) { return text + more; };
  co_return add("!") + add("?");
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(7)) << '\n';
}
