// RUN: %check_async %s async-block-in-place-hot-path %t -- -I %src_root/lib/runtime/include
// XFAIL: *
// A loop that paces itself by a function of the user whose name does not say so.

#include <chrono>
#include <unblock/unblock.hpp>

int load(int key);

unblock::task<> aWhile() { co_await unblock::sleep_for(std::chrono::hours(1)); }
unblock::task<> polls() {
  for (;;) {
    unblock::block_in_place([] { return load(1); });
    co_await aWhile();
  }
}
