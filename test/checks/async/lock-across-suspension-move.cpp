// RUN: %check_async %s async-lock-across-suspension %t
//
// Guards that move: to another variable, into a call, a closure, a container,
// to the caller.

#include "coro_types.h"
#include <mutex>
#include <shared_mutex>

std::mutex m, m2;
int work();
bool flag();

using Lock = std::unique_lock<std::mutex>;
void finish(Lock);
task<> child(Lock);
task<> byRvalue(Lock &&);

struct stack {
  void push_back(Lock &&);
  void emplace_back(Lock &&);
};
struct job {
  job(Lock, int);
  void run();
};
// A callable holder, like std::function.
struct any_function {
  template <typename F> any_function(F &&) {}
};

//===--- Nothing to report ------------------------------------------------===//

task<> intoACall() {
  Lock lk(m);
  finish(std::move(lk));
  co_await tick();
}

task<> intoAnAwaitedCall() {
  Lock lk(m);
  co_await child(std::move(lk));
}

task<> intoAnAwaitedCallByRvalue() {
  Lock lk(m);
  co_await byRvalue(std::move(lk));
}

task<> temporaryIntoACall() {
  co_await child(Lock(m));
}

task<> intoAContainer(stack &locks) {
  Lock lk(m);
  locks.push_back(std::move(lk));
  co_await tick();
}

task<> intoAnInitCapture() {
  Lock lk(m);
  any_function later = [lk = std::move(lk)] { work(); };
  co_await tick();
}

task<> intoANarrowerScope() {
  Lock lk(m);
  {
    Lock inner = std::move(lk);
    work();
  }
  co_await tick();
}

task<> intoAVariableThatUnlocks() {
  Lock lk(m);
  Lock other(std::move(lk));
  other.unlock();
  co_await tick();
}

task<> byAssignment() {
  Lock lk(m);
  Lock other;
  other = std::move(lk);
  other.unlock();
  co_await tick();
}

task<> oneEmptyOneMoved() {
  Lock lk(m, std::defer_lock);
  Lock other(std::move(lk));
  co_await tick();
}

task<> castInsteadOfMove() {
  Lock lk(m);
  finish(static_cast<Lock &&>(lk));
  co_await tick();
}

task<> onBothPaths() {
  Lock lk(m);
  if (flag())
    finish(std::move(lk));
  else
    lk.unlock();
  co_await tick();
}

task<> onOnePathOnly() {
  Lock lk(m);
  if (flag())
    finish(std::move(lk));
  co_await tick();
}

task<> forwarded() {
  Lock lk(m);
  finish(std::forward<Lock>(lk));
  co_await tick();
}

task<> exchanged() {
  Lock lk(m);
  finish(std::exchange(lk, Lock()));
  co_await tick();
}

Lock acquire() {
  Lock lk(m);
  return lk;
}

task<Lock> returned() {
  co_await tick();
  Lock lk(m);
  co_return std::move(lk);
}

// The caller decides when the guard behind a reference is unlocked.
task<> parameterByReference(Lock &lk) {
  co_await tick();
  work();
}

task<> emptyParameter(Lock lk) {
  lk.unlock();
  co_await tick();
}

task<> parameterHandedOn(Lock lk) {
  finish(std::move(lk));
  co_await tick();
}

//===--- Held -------------------------------------------------------------===//

task<> intoAVariable() {
  Lock lk(m);
  Lock other(std::move(lk));
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'intoAVariable' suspends while it holds 'other': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'other', of type 'Lock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> intoAnAutoVariable() {
  Lock lk(m);
  auto other = std::move(lk);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'intoAnAutoVariable' suspends while it holds 'other': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'other', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> byAssignmentHeld() {
  Lock lk(m);
  Lock other;
  other = std::move(lk);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'byAssignmentHeld' suspends while it holds 'other': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-5]]:8: note: 'other', of type 'Lock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> toAnOuterScope() {
  Lock outer;
  {
    Lock lk(m);
    outer = std::move(lk);
  }
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'toAnOuterScope' suspends while it holds 'outer': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-5]]:10: note: 'outer', of type 'Lock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> thereAndBack() {
  Lock lk(m);
  Lock other = std::move(lk);
  lk = std::move(other);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'thereAndBack' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: 'lk', of type 'Lock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> movedAfterwards() {
  Lock lk(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'movedAfterwards' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'lk', of type 'Lock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  finish(std::move(lk));
}

task<> movedTheOther() {
  Lock lk(m), other(m2);
  finish(std::move(other));
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'movedTheOther' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: 'lk', of type 'Lock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> boundByRvalueReference() {
  Lock lk(m);
  Lock &&same = std::move(lk);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'boundByRvalueReference' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: 'lk', of type 'Lock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> returnedByACall() {
  Lock lk = acquire();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'returnedByACall' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'lk', of type 'Lock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> lambdaResult() {
  Lock lk(m);
  auto pass = [](Lock l) { return l; };
  Lock other = pass(std::move(lk));
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'lambdaResult' suspends while it holds 'other': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'other', of type 'Lock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

// The parameter lives in the coroutine's frame until it ends.
task<> parameterByValue(Lock lk) {
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'parameterByValue' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:30: note: 'lk', of type 'Lock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> parameterByValueShared(std::shared_lock<std::shared_mutex> lk, int n) {
  if (n != 0)
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'parameterByValueShared' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-4]]:67: note: 'lk', of type 'std::shared_lock<std::shared_mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
}
