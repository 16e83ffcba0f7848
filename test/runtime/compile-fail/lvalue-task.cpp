// RUN: %clang_runtime %s
// RUN: %gcc_runtime %s
// RUN: not %clang_runtime -DWRONG %s 2>&1 | FileCheck %s
// RUN: not %gcc_runtime -DWRONG %s 2>&1 | FileCheck %s

#include <unblock/unblock.hpp>

#include <utility>

unblock::task<int> one();

unblock::task<int> use() {
  auto t = one();
  int i = co_await std::move(t);
  // A handle may be awaited as an lvalue: one waits for it in place.
  auto handle = unblock::spawn(one());
  co_return i + co_await one() + co_await handle;
}

#ifdef WRONG
unblock::task<int> wrong() {
  auto t = one();
  // CHECK: error: {{.*}}write co_await std::move(task)
  co_return co_await t;
}
#endif
