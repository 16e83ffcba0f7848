// RUN: %check_fixits %s %t
//
// A handle that is dropped at once is awaited.

#include <cstdio>
#include <unblock/unblock.hpp>

unblock::task<> save(int &saved) {
  int value = 42;
  unblock::spawn_blocking([&saved, value] { saved = value; });
  co_return;
}

int main() {
  auto rt = unblock::runtime::builder::multi_thread().worker_threads(1).build();
  static int saved = 0;
  rt.block_on(save(saved));
  rt.shutdown_timeout(std::chrono::seconds(10));
  std::printf("%d\n", saved);
}
