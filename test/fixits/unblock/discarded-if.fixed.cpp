// The body of an if without braces, and one branch of a conditional statement.

#include <cstdio>
#include <unblock/unblock.hpp>

unblock::task<int> save(bool wanted) {
  int saved = 0;
  if (wanted)
    co_await unblock::spawn_blocking([&saved] { ++saved; });
  else
    saved = -1;
  co_return saved;
}

int main() {
  unblock::runtime rt;
  std::printf("saved %d\n", rt.block_on(save(true)));
}
