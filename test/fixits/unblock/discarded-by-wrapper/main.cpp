// RUN: %check_fixits %s %t
// output: 9
//
// A wrapper of the project's own.

#include <cstdio>
#include <unblock/unblock.hpp>

namespace project {
template <class F> auto in_background(F f) {
  return unblock::spawn_blocking(std::move(f));
}
} // namespace project

unblock::task<int> nine() {
  int value = 0;
  project::in_background([&value] { value = 9; });
  co_return value;
}

int main() {
  unblock::runtime rt;
  std::printf("%d\n", rt.block_on(nine()));
}
