// RUN: %check_fixits %s %t
//
// No header that the code uses comes first, last or sorted.

#include "unblock/task.hpp"
#include <cstdio>
#include "unblock/runtime.hpp"
#include <cstdlib>

static unblock::task<int> run() { co_return std::system("true"); }

int main() {
  unblock::runtime rt;
  std::printf("%d\n", rt.block_on(run()));
}
