// RUN: %check_async %s async-blocking-call %t
// What a macro expands to is reported where the macro is used.

#include "task.h"
#include <unistd.h>

#define PAUSE() sleep(1)
#define PAUSE_FOR(n) sleep(n)
#define TWICE(x) \
  do {           \
    x;           \
    x;           \
  } while (0)
#define OUTER() PAUSE()
#define NAME sleep
#define IGNORE(...)
#define TEXT(x) #x
#define CORO(name) Task<> name()
#define TEST(name)        \
  Task<> name##_body();   \
  void name##_run() {}    \
  Task<> name##_body()
#define CHECK_EQ(a, b) \
  if ((a) != (b))      \
  co_return
#define SLEEPING_CORO(name) \
  Task<> name() {           \
    sleep(1);               \
    co_await tick();        \
  }
#define LAMBDA [] { sleep(1); }

Task<> unused() {
  IGNORE(sleep(1));
  (void)TEXT(sleep(1));
  (void)sizeof(PAUSE());
  co_await tick();
}
void notAContext() {
  PAUSE();
  TWICE(sleep(1));
}

Task<> used() {
  PAUSE();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'used': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'used' begins here
  PAUSE_FOR(2);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'used': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE-6]]:8: note: coroutine 'used' begins here
  OUTER();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'used': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE-9]]:8: note: coroutine 'used' begins here
  NAME(3);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'used': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE-12]]:8: note: coroutine 'used' begins here
  co_await tick();
}
// An argument that is expanded twice is one finding.
Task<> argument() {
  TWICE(sleep(1));
  // CHECK-NOTES: :[[@LINE-1]]:{{3|9}}: warning: 'sleep' blocks the worker that runs coroutine 'argument': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'argument' begins here
  CHECK_EQ(sleep(2), 0);
  // CHECK-NOTES: :[[@LINE-1]]:{{3|12}}: warning: 'sleep' blocks the worker that runs coroutine 'argument': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE-6]]:8: note: coroutine 'argument' begins here
  co_await tick();
}
// A coroutine whose head is made by a macro, as in frameworks for tests.
CORO(head) {
  sleep(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'head': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE-3]]:6: note: coroutine 'head' begins here
  co_await tick();
}
TEST(pauses) {
  sleep(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'pauses_body': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE-3]]:1: note: coroutine 'pauses_body' begins here
  co_await tick();
}
SLEEPING_CORO(whole)
// CHECK-NOTES: :[[@LINE-1]]:1: warning: 'sleep' blocks the worker that runs coroutine 'whole': it suspends the calling thread
// CHECK-NOTES: :[[@LINE-2]]:15: note: coroutine 'whole' begins here

// A lambda in a macro.
Task<> lambda() {
  auto pause = LAMBDA;
  // CHECK-NOTES: :[[@LINE-1]]:16: warning: 'sleep' blocks the worker that runs coroutine 'lambda': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE+3]]:3: note: this call runs the lambda
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'lambda' begins here
  co_await tick();
  pause();
}
// In a helper: the step is at the use.
void helper() { PAUSE(); }
Task<> inHelper() {
  helper();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'helper' blocks the worker that runs coroutine 'inHelper': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-4]]:17: note: 'helper' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'inHelper' begins here
  co_await tick();
}
