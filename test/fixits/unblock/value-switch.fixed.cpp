// The value selects a case, and an element.

#include <cstdlib>
#include <iostream>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<const char *> check() {
  static const char *const names[] = {"fine", "broken"};
  switch (
      co_await unblock::spawn_blocking([] { return std::system("true"); })) {
  case 0:
    std::cout << "zero\n";
    break;
  default:
    std::cout << "other\n";
  }
  co_return names[co_await unblock::spawn_blocking(
      [] { return std::system("exit 0"); })];
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(check()) << '\n';
}
