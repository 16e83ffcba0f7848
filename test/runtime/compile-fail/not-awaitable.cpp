// RUN: %clang_runtime %s
// RUN: %gcc_runtime %s
// RUN: not %clang_runtime -DWRONG %s 2>&1 | FileCheck %s
// RUN: not %gcc_runtime -DWRONG %s 2>&1 | FileCheck %s

#include <unblock/unblock.hpp>

#include <coroutine>

struct with_operator {
  std::suspend_never operator co_await() const { return {}; }
};

struct with_free_operator {};
inline std::suspend_never operator co_await(with_free_operator) { return {}; }

unblock::task<> use() {
  std::suspend_never lvalue;
  co_await lvalue;
  co_await std::suspend_never();
  co_await with_operator();
  co_await with_free_operator();
}

#ifdef WRONG
unblock::task<> wrong() {
  // CHECK: error: {{.*}}the operand of co_await is not awaitable
  co_await 42;
}
#endif
