// RUN: %check_async %s async-lock-across-suspension %t
//
// Macros are reported where they are used, and NOLINT works there.

#include "coro_types.h"
#include <mutex>

std::mutex m;
int work();

#define CONCAT2(a, b) a##b
#define CONCAT(a, b) CONCAT2(a, b)
#define LOCK(mutex) std::lock_guard CONCAT(guard_, __LINE__)(mutex)
#define SYNCHRONIZED(mutex) if (std::lock_guard guard(mutex); true)
#define AWAIT(expr) co_await (expr)
#define TRY_AWAIT(expr)                                                        \
  do {                                                                         \
    if (!co_await (expr))                                                      \
      co_return;                                                               \
  } while (false)

//===--- Nothing to report ------------------------------------------------===//

task<> scopeEnds() {
  { LOCK(m); }
  AWAIT(tick());
}

task<> synchronizedEnds() {
  SYNCHRONIZED(m) { work(); }
  co_await tick();
}

task<> suppressed() {
  std::lock_guard guard(m);
  co_await tick(); // NOLINT
}

task<> suppressedByName() {
  std::lock_guard guard(m);
  co_await tick(); // NOLINT(async-lock-across-suspension)
}

task<> suppressedByPattern() {
  std::lock_guard guard(m);
  // NOLINTNEXTLINE(async-*): the mutex is only ever tried
  co_await tick();
}

// NOLINTBEGIN(async-lock-across-suspension)
task<> suppressedByBlock() {
  std::lock_guard guard(m);
  co_await tick();
}
// NOLINTEND(async-lock-across-suspension)

task<> suppressedMacro() {
  LOCK(m);
  TRY_AWAIT(answer()); // NOLINT(async-lock-across-suspension)
}

//===--- Held -------------------------------------------------------------===//

task<> lockInAMacro() {
  LOCK(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'lockInAMacro' suspends while it holds 'guard_{{[0-9]+}}': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 'guard_{{[0-9]+}}', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> awaitInAMacro() {
  std::lock_guard guard(m);
  AWAIT(tick());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'awaitInAMacro' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> bothInMacros() {
  LOCK(m);
  TRY_AWAIT(answer());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'bothInMacros' suspends while it holds 'guard_{{[0-9]+}}': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 'guard_{{[0-9]+}}', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> statementMacro() {
  SYNCHRONIZED(m) {
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'statementMacro' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:3: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
}

#define HELD_COROUTINE(name)                                                   \
  task<> name() {                                                              \
    std::lock_guard guard(m);                                                  \
    co_await tick();                                                           \
  }
HELD_COROUTINE(made)
// CHECK-NOTES: :[[@LINE-1]]:1: warning: coroutine 'made' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
// CHECK-NOTES: :[[@LINE-2]]:1: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
// CHECK-NOTES: :[[@LINE-3]]:1: note: release the lock before the suspension point, or use an async mutex

task<> suppressedForAnotherCheck() {
  std::lock_guard guard(m);
  co_await tick(); // NOLINT(async-blocking-call)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'suppressedForAnotherCheck' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}
