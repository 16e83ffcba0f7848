// RUN: %check_fixits %s %t
//
// The value selects a case, and an element.

#include <cstdlib>
#include <iostream>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<const char *> check() {
  static const char *const names[] = {"fine", "broken"};
  switch (std::system("true")) {
  case 0:
    std::cout << "zero\n";
    break;
  default:
    std::cout << "other\n";
  }
  co_return names[std::system("exit 0")];
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(check()) << '\n';
}
