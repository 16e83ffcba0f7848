// A handle that is dropped at once is awaited: the value is there.

#include <cstdio>
#include <unblock/unblock.hpp>

unblock::task<> save(int &saved) {
  int value = 42;
  co_await unblock::spawn_blocking([&saved, value] { saved = value; });
  co_return;
}

int main() {
  unblock::runtime rt;
  static int saved = 0;
  rt.block_on(save(saved));
  std::printf("%d\n", saved);
}
