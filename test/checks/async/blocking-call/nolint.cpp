// RUN: %check_async %s async-blocking-call %t
// NOLINT works as everywhere.

#include "task.h"
#include <unistd.h>

void helper() { sleep(1); }

Task<> suppressed() {
  sleep(1); // NOLINT
  sleep(2); // NOLINT(async-blocking-call)
  sleep(3); // NOLINT(async-*)
  // NOLINTNEXTLINE(async-blocking-call)
  sleep(4);
  // NOLINTBEGIN(async-blocking-call)
  sleep(5);
  helper();
  // NOLINTEND(async-blocking-call)
  helper(); // NOLINT(async-blocking-call): reads the configuration once
  co_await tick();
}

Task<> reported() {
  sleep(1); // NOLINT(bugprone-use-after-move)
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  co_await tick();
}
