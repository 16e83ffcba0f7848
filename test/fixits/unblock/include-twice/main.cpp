// RUN: %check_fixits %s %t
//
// A header whose code is to be fixed, in two translation units.

#include "greet.hpp"

#include <iostream>
#include <unblock/runtime.hpp>

unblock::task<std::string> other();

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(greet("you")) << rt.block_on(later(4)) << '\n'
            << rt.block_on(other()) << '\n';
}
