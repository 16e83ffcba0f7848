// RUN: %check_async %s async-blocking-call %t -models %S/Inputs/loop.yaml
// Callables that go through functions of the project: what these do with a
// callable decides.

#include "loop.h"
#include <functional>
#include <memory>
#include <unistd.h>
#include <utility>
#include <vector>

void slow() { sleep(1); }
void quick() {}

//===-- Helpers that run it before they return ---------------------------===//

template <typename F> void inlineTemplate(F f) { f(); }
template <typename F> void inlineForward(F &&f) { std::forward<F>(f)(); }
template <typename F> void inlineTwice(F f) { inlineTemplate(f); }
template <typename F, typename... A> auto invokes(F &&f, A &&...a) {
  return std::invoke(std::forward<F>(f), std::forward<A>(a)...);
}
void inlineFunction(std::function<void()> f) { f(); }
void inlineFunctionRef(const std::function<void()> &f) { f(); }
void inlinePointer(void (*f)()) { f(); }
void inlineMaybe(std::function<void()> f) {
  if (f)
    f();
}
struct Runner {
  template <typename F> void run(F f) { f(); }
  template <typename F> static void runStatic(F f) { f(); }
  template <typename F> void operator()(F f) { f(); }
};
template <typename F> struct Scope {
  F f;
  explicit Scope(F f) : f(f) {}
  ~Scope() { f(); }
};

Task<> runsQuick() {
  inlineTemplate([] {});
  inlineTemplate(quick);
  inlineFunction(quick);
  invokes(quick);
  Runner().run([] {});
  co_await tick();
}

Task<> runsSlow() {
  inlineTemplate([] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs coroutine 'runsSlow': it suspends the calling thread
    // CHECK-MESSAGES: :[[@LINE-3]]:3: note: this call runs the lambda
  });
  inlineForward([] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
  inlineTwice([] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
  invokes([](int n) {
    sleep(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  }, 1);
  inlineFunction([] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
  inlineFunctionRef([] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
  inlineMaybe([] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
  Runner r;
  r.run([] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
  Runner::runStatic([] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
  r([] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
  co_await tick();
}

Task<> runsNamed() {
  inlineTemplate(slow);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks the worker that runs coroutine 'runsNamed': it reaches 'sleep', which suspends the calling thread
  inlinePointer(slow);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks {{.*}}
  inlinePointer(&slow);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks {{.*}}
  inlineFunction(slow);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks {{.*}}
  inlineTwice(slow);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks {{.*}}
  invokes(slow);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks {{.*}}
  co_await tick();
}

// A primitive itself.
template <typename F> void withOne(F f) { f(1); }
Task<> runsPrimitive() {
  withOne(sleep);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  std::invoke(sleep, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}sleep{{.*}}
  co_await tick();
}

// A helper between the coroutine and the lambda.
void between() {
  inlineTemplate([] { sleep(1); });
}
Task<> callsBetween() {
  between();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'between' blocks {{.*}}
  co_await tick();
}

// A scope guard runs it at the end of the scope.
Task<> guarded() {
  Scope guard([] { sleep(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Scope::~Scope' blocks {{.*}}
  co_await tick();
}

//===-- Helpers that hand it to a pool -----------------------------------===//

template <typename F> void toPool(loop::Pool &p, F f) { p.submit(std::move(f)); }
void toPoolFunction(loop::Pool &p, std::function<void()> f) {
  p.submit(std::move(f));
}
template <typename F> void toPoolWrapped(loop::Pool &p, F f) {
  p.submit([f = std::move(f)]() mutable { f(); });
}
template <typename F> Task<> offload(loop::Pool &p, F f) {
  co_await p.schedule();
  f();
}
template <typename F> auto offloadAwaitable(F f) {
  return loop::run_blocking(std::move(f));
}
Task<> runsOnPool(loop::Pool &p) {
  toPool(p, [] { sleep(1); });
  toPoolFunction(p, [] { sleep(1); });
  toPoolWrapped(p, [] { sleep(1); });
  toPool(p, slow);
  co_await offload(p, [] { sleep(1); });
  co_await offloadAwaitable([] { sleep(1); });
}

//===-- Helpers that hand it to a loop -----------------------------------===//

template <typename F> void toLoop(loop::Context &c, F f) {
  c.post(std::move(f));
}
void toLoopFunction(loop::Context &c, std::function<void()> f) {
  c.post(std::move(f));
}
template <typename F> void toLoopWrapped(loop::Context &c, F f) {
  c.post([f = std::move(f)]() mutable { f(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'lambda' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
}
template <typename F> void toLoopTwice(loop::Context &c, F f) {
  toLoop(c, std::move(f));
}
void fromAnywhere(loop::Context &c) {
  toLoop(c, [] {});
  toLoop(c, [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'toLoop': it suspends the calling thread
    // CHECK-MESSAGES: :[[@LINE-3]]:3: note: handed to 'toLoop' here
  });
  toLoopFunction(c, [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'toLoopFunction': {{.*}}
  });
  toLoopTwice(c, [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'toLoopTwice': {{.*}}
  });
  // Reported where the closure is called.
  toLoopWrapped(c, [] { sleep(1); });
}

//===-- Helpers that keep it ---------------------------------------------===//

struct Queue {
  std::vector<std::function<void()>> all;
  std::function<void()> last;
  template <typename F> void push(F f) { all.push_back(std::move(f)); }
  void set(std::function<void()> f) { last = std::move(f); }
};
struct Member {
  std::function<void()> f;
  explicit Member(std::function<void()> f) : f(std::move(f)) {}
};
std::function<void()> returned(std::function<void()> f) { return f; }
void ignored(std::function<void()>) {}
template <typename F> void onlyCopied(F f) { auto g = f; }
Task<> keeps(Queue &q) {
  q.push([] { sleep(1); });
  q.set([] { sleep(1); });
  Member m([] { sleep(1); });
  auto f = returned([] { sleep(1); });
  ignored([] { sleep(1); });
  onlyCopied([] { sleep(1); });
  auto p = std::make_shared<std::function<void()>>([] { sleep(1); });
  co_await tick();
}

//===-- A library coroutine that runs its user's closure ------------------===//

// It is not charged with every closure that was ever passed; each closure is
// charged with what it does.
template <typename F> Task<> library(F f) {
  co_await tick();
  f();
}
Task<> usesLibrary() {
  co_await library([] {});
  co_await library([] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
}
// Who passes it need not be a coroutine.
void passesFromOutside() {
  (void)library([] {
    sleep(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
}
struct Server {
  std::function<void()> handler;
  void onRequest(std::function<void()> f) { handler = std::move(f); }
  Task<> run() {
    co_await tick();
    handler();
  }
};
void setsHandler(Server &s) {
  s.onRequest([] { sleep(1); });
}
