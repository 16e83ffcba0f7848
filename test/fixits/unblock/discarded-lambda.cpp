// RUN: %check_fixits %s %t
// output: 7
//
// In a coroutine that is a lambda.

#include <cstdio>
#include <unblock/unblock.hpp>

int main() {
  unblock::runtime rt;
  int value = 0;
  auto body = [&value]() -> unblock::task<> {
    unblock::spawn_blocking([&value] { value = 7; });
    co_return;
  };
  rt.block_on(body());
  std::printf("%d\n", value);
}
