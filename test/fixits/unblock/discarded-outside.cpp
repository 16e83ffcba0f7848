// RUN: %check_fixits %s %t
// no-fix: a plain function cannot await
//
// The same in a function that is no coroutine.

#include <unblock/unblock.hpp>

void start() {
  unblock::spawn_blocking([] {});
}

unblock::task<> run() {
  start();
  co_return;
}

int main() {
  unblock::runtime rt;
  rt.block_on(run());
}
