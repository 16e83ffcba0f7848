// RUN: %check_async %s async-lock-across-suspension %t
//
// Suspension points: where they stand, and what is none.

#include "coro_types.h"
#include "lock_libraries.h"
#include <mutex>

std::mutex m;
int work();
bool flag();
void take(int, int);

// Always ready: awaiting it never suspends.
struct ready {
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) noexcept {}
  int await_resume() { return 1; }
};
// Its awaiter is.
struct ready_by_operator {
  ready operator co_await() const;
};
// The promise makes the awaiter.
struct own_executor {};
struct with_transform {
  struct promise_type {
    with_transform get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
    ready await_transform(own_executor);
    event await_transform(event);
    std::suspend_never yield_value(int);
  };
};
// Only sometimes ready.
struct cached {
  bool done;
  bool await_ready() const noexcept { return done; }
  void await_suspend(std::coroutine_handle<>) noexcept {}
  void await_resume() {}
};
// Resumes at once, but only after it has asked.
struct try_again {
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<>) noexcept { return false; }
  void await_resume() {}
};

//===--- Nothing to report ------------------------------------------------===//

task<> neverSuspends() {
  std::lock_guard guard(m);
  co_await std::suspend_never();
  co_await ready();
  int x = co_await ready();
  co_await ready_by_operator();
  (void)x;
}

task<> librarysReady() {
  std::lock_guard guard(m);
  int x = co_await always_ready<std::coroutine_handle<>>();
  (void)x;
}

with_transform transformed() {
  std::lock_guard guard(m);
  co_await own_executor();
}

with_transform yieldsWithoutSuspension() {
  std::lock_guard guard(m);
  co_yield 1;
}

task<> suspendsNever() {
  std::lock_guard guard(m);
  co_await try_again();
}

// Its consumer drives a generator; it has the consumer's thread.
generator<int> numbers() {
  std::lock_guard guard(m);
  for (int i = 0; i < 3; ++i)
    co_yield i;
}

task<> consumer() {
  std::lock_guard guard(m);
  for (int i : numbers())
    work();
  co_return;
}

task<> beforeTheGuard() {
  int x = co_await answer();
  std::lock_guard guard(m);
  work();
}

task<> inTheInitialiserOfTheGuard(task<std::mutex *> find) {
  std::lock_guard guard(*co_await find);
  work();
}

task<> makesButDoesNotAwait() {
  std::lock_guard guard(m);
  auto child = nap();
  co_return;
}

task<> unevaluated() {
  std::lock_guard guard(m);
  using type = decltype(nap());
  co_return;
}

//===--- Held -------------------------------------------------------------===//

task<> inAnInitialiser() {
  std::lock_guard guard(m);
  int x = co_await answer();
  // CHECK-NOTES: :[[@LINE-1]]:11: warning: coroutine 'inAnInitialiser' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:11: note: release the lock before the suspension point, or use an async mutex
  (void)x;
}

task<> inABracedInitialiser() {
  std::lock_guard guard(m);
  int x{co_await answer()};
  // CHECK-NOTES: :[[@LINE-1]]:9: warning: coroutine 'inABracedInitialiser' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:9: note: release the lock before the suspension point, or use an async mutex
  (void)x;
}

task<> inAnInitialiserOfAReference() {
  std::lock_guard guard(m);
  const auto &x = co_await answer();
  // CHECK-NOTES: :[[@LINE-1]]:19: warning: coroutine 'inAnInitialiserOfAReference' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:19: note: release the lock before the suspension point, or use an async mutex
  (void)x;
}

task<> inAnAssignment(int &x) {
  std::lock_guard guard(m);
  x = co_await answer();
  // CHECK-NOTES: :[[@LINE-1]]:7: warning: coroutine 'inAnAssignment' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:7: note: release the lock before the suspension point, or use an async mutex
}

task<> inACompoundAssignment(int &x) {
  std::lock_guard guard(m);
  x += co_await answer();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: coroutine 'inACompoundAssignment' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:8: note: release the lock before the suspension point, or use an async mutex
}

task<> inAnArgument() {
  std::lock_guard guard(m);
  take(1, co_await answer());
  // CHECK-NOTES: :[[@LINE-1]]:11: warning: coroutine 'inAnArgument' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:11: note: release the lock before the suspension point, or use an async mutex
}

task<> inAnArithmeticExpression() {
  std::lock_guard guard(m);
  int x = 1 + 2 * co_await answer();
  // CHECK-NOTES: :[[@LINE-1]]:19: warning: coroutine 'inAnArithmeticExpression' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:19: note: release the lock before the suspension point, or use an async mutex
  (void)x;
}

task<> inACondition() {
  std::lock_guard guard(m);
  if (co_await answer())
  // CHECK-NOTES: :[[@LINE-1]]:7: warning: coroutine 'inACondition' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:7: note: release the lock before the suspension point, or use an async mutex
    work();
}

task<> inAConditionVariable() {
  std::lock_guard guard(m);
  if (int x = co_await answer(); x > 1)
  // CHECK-NOTES: :[[@LINE-1]]:15: warning: coroutine 'inAConditionVariable' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:15: note: release the lock before the suspension point, or use an async mutex
    work();
}

task<> inALoopCondition() {
  std::lock_guard guard(m);
  while (co_await answer())
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: coroutine 'inALoopCondition' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: release the lock before the suspension point, or use an async mutex
    work();
}

task<> inAForIncrement() {
  std::lock_guard guard(m);
  for (int i = 0; i < 3; i += co_await answer())
  // CHECK-NOTES: :[[@LINE-1]]:31: warning: coroutine 'inAForIncrement' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:31: note: release the lock before the suspension point, or use an async mutex
    work();
}

task<> inASwitch() {
  std::lock_guard guard(m);
  switch (co_await answer()) {
  // CHECK-NOTES: :[[@LINE-1]]:11: warning: coroutine 'inASwitch' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:11: note: release the lock before the suspension point, or use an async mutex
  case 1:
    work();
  }
}

task<> inARange(task<generator<int>> make) {
  std::lock_guard guard(m);
  for (int i : co_await make)
  // CHECK-NOTES: :[[@LINE-1]]:16: warning: coroutine 'inARange' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:16: note: release the lock before the suspension point, or use an async mutex
    work();
}

task<> inARangeBody() {
  std::lock_guard guard(m);
  for (int i : numbers())
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'inARangeBody' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-4]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
}

task<int> inAReturn() {
  std::lock_guard guard(m);
  co_return co_await answer();
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: coroutine 'inAReturn' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:13: note: release the lock before the suspension point, or use an async mutex
}

task<> inATernary() {
  std::lock_guard guard(m);
  int x = flag() ? co_await answer() : 0;
  // CHECK-NOTES: :[[@LINE-1]]:20: warning: coroutine 'inATernary' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:20: note: release the lock before the suspension point, or use an async mutex
  (void)x;
}

task<> behindAShortCircuit() {
  std::lock_guard guard(m);
  if (flag() && co_await answer())
  // CHECK-NOTES: :[[@LINE-1]]:17: warning: coroutine 'behindAShortCircuit' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:17: note: release the lock before the suspension point, or use an async mutex
    work();
}

task<> inAnOperandOfAwait(task<task<>> outer) {
  std::lock_guard guard(m);
  co_await co_await outer;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'inAnOperandOfAwait' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> inADiscardedExpression() {
  std::lock_guard guard(m);
  (void)co_await answer();
  // CHECK-NOTES: :[[@LINE-1]]:9: warning: coroutine 'inADiscardedExpression' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:9: note: release the lock before the suspension point, or use an async mutex
}

struct pair {
  int a, b;
};

task<> inAnAggregate() {
  std::lock_guard guard(m);
  pair p = {1, co_await answer()};
  // CHECK-NOTES: :[[@LINE-1]]:16: warning: coroutine 'inAnAggregate' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:16: note: release the lock before the suspension point, or use an async mutex
  auto [a, b] = p;
  (void)a, (void)b;
}

task<> ofACachedValue(cached c) {
  std::lock_guard guard(m);
  co_await c;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'ofACachedValue' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> ofAVariable() {
  auto t = nap();
  std::lock_guard guard(m);
  co_await std::move(t);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'ofAVariable' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

with_transform throughTheTransform() {
  std::lock_guard guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'throughTheTransform' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

// Whoever asks for the next value waits for it; the lock waits with it.
async_generator<int> values() {
  std::lock_guard guard(m);
  co_yield 1;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'values' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

async_generator<int> awaitsBetween() {
  for (;;) {
    std::lock_guard guard(m);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'awaitsBetween' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:21: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
}

async_generator<int> yieldsUnlocked() {
  for (int i = 0;; ++i) {
    {
      std::lock_guard guard(m);
      work();
    }
    co_yield i;
  }
}

task<> consumesValues(async_generator<int> source) {
  std::lock_guard guard(m);
  while (int *value = co_await source.next())
  // CHECK-NOTES: :[[@LINE-1]]:23: warning: coroutine 'consumesValues' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:23: note: release the lock before the suspension point, or use an async mutex
    work();
}
