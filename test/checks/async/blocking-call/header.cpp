// RUN: %check_async %s async-blocking-call %t
// Headers of other libraries are not looked into: models speak for them.

#include "task.h"
#include "other.h"

Task<> uses() {
  other::helper();
  other::generic(1);
  co_await other::coroutine();
}

// What they call back is looked at where it is written.
