// RUN: %check_fixits %s %t
// no-fix: a macro may do anything with its argument
//
// The call is the argument of a macro.

#include <filesystem>
#include <iostream>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

#define EXPECT(condition)                                                      \
  do {                                                                         \
    auto check = [&] { return static_cast<bool>(condition); };                 \
    if (!check())                                                              \
      std::cout << "not " #condition "\n";                                     \
  } while (false)

unblock::task<int> run(std::filesystem::path file) {
  EXPECT(std::filesystem::exists(file));
  co_return 1;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("none")) << '\n';
}
