// RUN: %check_async %s async-unawaited-task %t
// Further constructs stand in the files unawaited-task-*.cpp.

#include "coro_types.h"

task<> awaits() {
  co_await nap();
  auto later = nap();
  co_await std::move(later);
}

task<> drops() {
  nap();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it with 'co_await', or hand it to a function that starts it
  auto later = nap();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the task in 'later' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: await it with 'co_await', or hand it to a function that starts it
  co_return;
}

void dropsOutsideOfACoroutine() {
  nap();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
}
