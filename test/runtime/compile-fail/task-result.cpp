// RUN: %clang_runtime %s
// RUN: %gcc_runtime %s
// RUN: not %clang_runtime -DWRONG %s 2>&1 | FileCheck %s
// RUN: not %gcc_runtime -DWRONG %s 2>&1 | FileCheck %s

#include <unblock/unblock.hpp>

#include <atomic>
#include <memory>
#include <string>

unblock::task<std::unique_ptr<int>> move_only() {
  co_return std::make_unique<int>(1);
}

unblock::task<int &> reference(int &i) { co_return i; }

struct no_default {
  explicit no_default(int);
};
unblock::task<no_default> without_default() { co_return no_default(1); }

unblock::task<int> use() {
  int i = 0;
  std::unique_ptr<int> p = co_await move_only();
  co_await without_default();
  int &r = co_await reference(i);
  co_return r + *p;
}

#ifdef WRONG
// CHECK: error: {{.*}}the result type of a task or closure must be movable
unblock::task<std::atomic<int>> cannot_move() { co_return 1; }
#endif
