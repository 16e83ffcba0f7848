// RUN: %clang_runtime %s
// RUN: %gcc_runtime %s
// RUN: not %clang_runtime -DWRONG %s 2>&1 | FileCheck %s
// RUN: not %gcc_runtime -DWRONG %s 2>&1 | FileCheck %s

#include <unblock/unblock.hpp>

unblock::task<int> one();

void use(unblock::handle h) {
  unblock::spawn(one()).detach();
  h.spawn(unblock::sleep_for(std::chrono::seconds(1))).detach();
}

#ifdef WRONG
void wrong() {
  // CHECK: error: {{.*}}what is spawned, joined or blocked on must be awaitable
  unblock::spawn(42).detach();
}
#endif
