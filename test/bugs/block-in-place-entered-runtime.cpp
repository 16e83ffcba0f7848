// RUN: %check_async %s async-block-in-place-current-thread %t -- -I %src_root/lib/runtime/include
// XFAIL: *
// The runtime that a thread has entered is not known to `spawn` and `block_on`.

#include <unblock/unblock.hpp>

int load(int key);

unblock::task<int> work() {
  co_return unblock::block_in_place([] { return load(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: {{.*}}
}
void entered() {
  auto rt = unblock::runtime::builder::current_thread().build();
  auto guard = rt.enter();
  unblock::block_on(work());
}
