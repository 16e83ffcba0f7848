// XFAIL: *
// Only 'for' loops and ranges over arrays are counted.
//
// RUN: %check_async %s async-cpu-bound-loop %t -- -I %S/../checks/async/Inputs -isystem %S/../checks/async/Inputs/system

#include "coro_types.h"

void work();

task<> counts() {
  int i = 0;
  while (i < 10000000) {
    // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this loop holds the worker {{.*}}
    work();
    ++i;
  }
  co_return;
}
