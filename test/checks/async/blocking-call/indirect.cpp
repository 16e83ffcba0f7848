// RUN: %check_async %s async-blocking-call %t
// Calls through pointers and function objects: only an evident target counts.

#include "task.h"
#include <functional>
#include <memory>
#include <unistd.h>

void quick() {}
void slow() { sleep(1); }
void (*choose(bool b))();

struct Object {
  void quick() {}
  void slow() { sleep(1); }
  void (*hook)() = slow_;
  std::function<void()> function = slow_;
  static void slow_() { sleep(1); }
};

void (*Global)() = slow;

// Unknown targets.
Task<> parameter(void (*f)(), std::function<void()> g, void (Object::*m)(), Object &o) {
  f();
  g();
  (o.*m)();
  o.hook();
  o.function();
  Global();
  choose(true)();
  co_await tick();
}
Task<> reassigned(bool b) {
  void (*f)() = slow;
  if (b)
    f = quick;
  f();
  std::function<void()> g = slow;
  g = quick;
  g();
  void (*h)() = slow;
  void (**p)() = &h;
  *p = quick;
  h();
  co_await tick();
}
Task<> evidentlyQuick() {
  void (*f)() = quick;
  f();
  auto g = &quick;
  (*g)();
  std::function<void()> h = quick;
  h();
  std::function<void()> empty;
  empty();
  co_await tick();
}
Task<> notCalled() {
  void (*f)() = slow;
  std::function<void()> g = slow;
  auto h = &Object::slow;
  (void)f, (void)g, (void)h;
  co_await tick();
}

Task<> pointers() {
  void (*f)() = slow;
  f();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks the worker that runs coroutine 'pointers': it reaches 'sleep', which suspends the calling thread
  auto g = &slow;
  (*g)();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks {{.*}}
  void (&r)() = slow;
  r();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks {{.*}}
  auto s = sleep;
  s(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  (&slow)();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks {{.*}}
  co_await tick();
}
Task<> lambdaPointer() {
  void (*f)() = [] { sleep(1); };
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'sleep' blocks {{.*}}
  f();
  co_await tick();
}
Task<> functions() {
  std::function<void()> f = slow;
  f();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks {{.*}}
  std::function<void()> g = [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  };
  g();
  const std::function<void(int)> h([](int n) {
    sleep(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
  h(1);
  co_await tick();
}
Task<> binders(Object &o) {
  auto f = std::bind(slow);
  f();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[34]}}: warning: 'slow' blocks {{.*}}
  auto g = std::bind_front(&Object::slow, &o);
  g();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[34]}}: warning: 'Object::slow' blocks {{.*}}
  auto h = std::bind(&Object::quick, &o);
  h();
  auto i = std::mem_fn(&Object::slow);
  i(o);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[34]}}: warning: 'Object::slow' blocks {{.*}}
  std::function<void()> j = std::bind(&Object::slow, &o);
  j();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[34]}}: warning: 'Object::slow' blocks {{.*}}
  co_await tick();
}
Task<> members(Object &o) {
  auto m = &Object::slow;
  (o.*m)();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'Object::slow' blocks {{.*}}
  (&o->*m)();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'Object::slow' blocks {{.*}}
  auto q = &Object::quick;
  (o.*q)();
  co_await tick();
}

// The same in helpers.
void callsPointer() {
  void (*f)() = slow;
  f();
}
Task<> throughHelper() {
  callsPointer();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'callsPointer' blocks {{.*}}
  co_await tick();
}

// Smart pointers are seen through.
Task<> smart(std::shared_ptr<Object> s, std::unique_ptr<Object> u) {
  s->quick();
  s->slow();
  // CHECK-MESSAGES: :[[@LINE-1]]:6: warning: 'Object::slow' blocks {{.*}}
  u->slow();
  // CHECK-MESSAGES: :[[@LINE-1]]:6: warning: 'Object::slow' blocks {{.*}}
  (*u).slow();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Object::slow' blocks {{.*}}
  co_await tick();
}
