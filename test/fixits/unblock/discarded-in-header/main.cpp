// RUN: %check_fixits %s %t
// output: 2
//
// A header of two translation units is fixed once.

#include "save.hpp"
#include <cstdio>

int other();

int main() {
  unblock::runtime rt;
  int value = 0;
  rt.block_on(save(value));
  std::printf("%d\n", value + other());
}
