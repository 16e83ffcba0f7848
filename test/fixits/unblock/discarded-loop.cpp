// RUN: %check_fixits %s %t
// output: 0 1 2
//
// In a loop each round awaits its own.

#include <cstdio>
#include <string>
#include <unblock/unblock.hpp>

unblock::task<std::string> collect() {
  std::string all;
  for (int i = 0; i < 3; ++i)
    unblock::spawn_blocking([&all, i] {
      all += (i ? " " : "") + std::to_string(i);
    });
  co_return all;
}

int main() {
  unblock::runtime rt;
  std::puts(rt.block_on(collect()).c_str());
}
