// RUN: %check_async %s async-lock-across-suspension %t
// Further constructs stand in the files lock-across-suspension-*.cpp.

#include "coro_types.h"
#include <mutex>

std::mutex m;
int balance;

task<> unlocksFirst() {
  {
    std::lock_guard guard(m);
    ++balance;
  }
  co_await tick();
}

task<> holds() {
  std::lock_guard guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'holds' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  ++balance;
}
