// Beside those that are given up by name, awaited or suppressed.

#include <cstdio>
#include <unblock/unblock.hpp>

unblock::task<int> start(int &other) {
  int value = 0;
  unblock::spawn_blocking([] {}).detach();
  (void)unblock::spawn_blocking([] {});
  co_await unblock::spawn_blocking([&other] { ++other; });
  co_await unblock::spawn_blocking([&value] { ++value; });
  // NOLINTNEXTLINE(async-spawn-blocking-discarded)
  unblock::spawn_blocking([] {}); // why: nobody asks
  co_return value;
}

int main() {
  unblock::runtime rt;
  int other = 0;
  int value = rt.block_on(start(other));
  std::printf("%d %d\n", value, other);
}
