// No header that the code uses comes first, last or sorted.

#include "unblock/blocking.hpp"
#include "unblock/runtime.hpp"
#include "unblock/task.hpp"
#include <cstdio>
#include <cstdlib>

static unblock::task<int> run() {
  co_return co_await unblock::spawn_blocking(
      [] { return std::system("true"); });
}

int main() {
  unblock::runtime rt;
  std::printf("%d\n", rt.block_on(run()));
}
