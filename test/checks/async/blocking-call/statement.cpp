// RUN: %check_async %s async-blocking-call %t
// Calls in statements and expressions of every kind.

#include "task.h"
#include <new>
#include <unistd.h>

Task<> functionTry() try {
  co_await tick();
} catch (...) {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
}
struct ConstructorTry {
  ConstructorTry() try { sleep(1); } catch (...) {}
};
Task<> constructorTry() {
  ConstructorTry c;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'ConstructorTry::ConstructorTry' blocks {{.*}}
  co_await tick();
}
Task<> gotoLoop(int n) {
again:
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  co_await tick();
  if (n--)
    goto again;
}
struct Pair {
  unsigned a, b;
};
Task<> expressions(bool b, int *p, void *memory) {
  (void)(sleep(1), 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'sleep' blocks {{.*}}
  int c = ({
    sleep(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
    1;
  });
  int d = b ?: sleep(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'sleep' blocks {{.*}}
  p[sleep(4)] += sleep(5);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:18: warning: 'sleep' blocks {{.*}}
  Pair e{.a = sleep(6), .b = sleep(7)};
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'sleep' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:30: warning: 'sleep' blocks {{.*}}
  new (memory) int(sleep(8));
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'sleep' blocks {{.*}}
  int f = b ? co_await tick() : (int)sleep(9);
  // CHECK-MESSAGES: :[[@LINE-1]]:38: warning: 'sleep' blocks {{.*}}
  if (b || sleep(10))
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'sleep' blocks {{.*}}
    co_await tick();
  if (b) [[unlikely]] {
    sleep(11);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  }
  thread_local unsigned g = sleep(12);
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'sleep' blocks {{.*}}
  (void)c, (void)d, (void)e, (void)f, (void)g;
}
void take(int, unsigned);
Task<int> passes(int n) { co_return n; }
Task<> nestedAwaits() {
  co_await passes(co_await passes(sleep(1)));
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'sleep' blocks {{.*}}
  take(co_await tick(), sleep(2));
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'sleep' blocks {{.*}}
}
Task<> throws() {
  co_await tick();
  throw sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'sleep' blocks {{.*}}
}
void nothing() { sleep(1); }
Task<> returnsNothing() {
  co_return nothing();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'nothing' blocks {{.*}}
}
Task<> defaultArgument(int n = sleep(1)) { co_await tick(); }
Task<> usesDefaultArgument() {
  co_await defaultArgument(1);
  co_await defaultArgument();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'sleep' blocks the worker that runs coroutine 'usesDefaultArgument': {{.*}}
}
// A class whose name nobody sees.
struct Outer {
  struct {
    Task<> run() {
      sleep(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the worker that runs coroutine 'Outer::(anonymous)::run': {{.*}}
      co_await tick();
    }
  } inner;
};
// A base that knows its derived class.
template <typename T> struct Crtp {
  void run() { static_cast<T *>(this)->step(); }
};
struct Steps : Crtp<Steps> {
  void step() { sleep(1); }
};
struct QuickSteps : Crtp<QuickSteps> {
  void step() {}
};
Task<> crtp(Steps &s, QuickSteps &q) {
  q.run();
  s.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Crtp::run' blocks {{.*}}
  co_await tick();
}
