// RUN: %clang_runtime %s
// RUN: %gcc_runtime %s
// RUN: not %clang_runtime -DWRONG %s 2>&1 | FileCheck %s
// RUN: not %gcc_runtime -DWRONG %s 2>&1 | FileCheck %s

#include <unblock/unblock.hpp>

unblock::task<int> one();

unblock::task<> use() {
  co_await one();
  unblock::spawn(one()).detach();
  auto handle = unblock::spawn_blocking([] {});
  co_await handle;
}

#ifdef WRONG
unblock::task<> wrong(unblock::handle h) {
  // CHECK: [[@LINE+1]]:{{.*}}ignoring return{{.*}}task<int>
  one();
  // CHECK: [[@LINE+1]]:{{.*}}ignoring return{{.*}}join_handle<
  unblock::spawn(one());
  // CHECK: [[@LINE+1]]:{{.*}}ignoring return{{.*}}join_handle<
  unblock::spawn_blocking([] { return 1; });
  // CHECK: [[@LINE+1]]:{{.*}}ignoring return{{.*}}join_handle<
  h.spawn_blocking([] {});
  co_return;
}
#endif
