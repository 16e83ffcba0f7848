// RUN: %check_async %s async-nested-block-on %t
// Further constructs stand in the files nested-block-on-*.cpp.

#include "sync_wait_libraries.h"

cppcoro::task<void> work();

int main() { cppcoro::sync_wait(work()); }

cppcoro::task<void> awaits() { co_await work(); }

cppcoro::task<void> blocks() {
  cppcoro::sync_wait(work());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'cppcoro::sync_wait' can deadlock coroutine 'blocks': it blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-3]]:21: note: coroutine 'blocks' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await it
  co_return;
}

void helper() { cppcoro::sync_wait(work()); }

cppcoro::task<void> blocksThroughAHelper() {
  helper();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'helper' can deadlock coroutine 'blocksThroughAHelper': it reaches 'cppcoro::sync_wait', which blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-5]]:17: note: 'helper' calls 'cppcoro::sync_wait' here
  // CHECK-NOTES: :[[@LINE-4]]:21: note: coroutine 'blocksThroughAHelper' begins here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: instead, await it
  co_return;
}
