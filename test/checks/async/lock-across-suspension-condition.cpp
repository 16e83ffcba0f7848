// RUN: %check_async %s async-lock-across-suspension %t
//
// Guards that are given to something by reference: condition variables of
// threads and of coroutines.

#include "coro_types.h"
#include <condition_variable>
#include <mutex>

std::mutex m;
std::condition_variable cv;
std::condition_variable_any any;
int work();
bool ready;

// A condition variable for coroutines: it unlocks before it suspends.
struct async_condition {
  task<> wait(std::unique_lock<std::mutex> &);
  template <typename P> task<> wait(std::unique_lock<std::mutex> &lk, P) {
    return wait(lk);
  }
  event async_wait(std::unique_lock<std::mutex> &);
};
task<> untilReady(std::unique_lock<std::mutex> &, async_condition &);

//===--- Nothing to report ------------------------------------------------===//

task<> asyncWait(async_condition &changed) {
  std::unique_lock lk(m);
  co_await changed.wait(lk);
}

task<> asyncWaitInALoop(async_condition &changed) {
  std::unique_lock lk(m);
  while (!ready)
    co_await changed.async_wait(lk);
  work();
}

task<> asyncWaitWithPredicate(async_condition &changed) {
  std::unique_lock lk(m);
  co_await changed.wait(lk, [] { return ready; });
}

task<> asyncWaitStarted(async_condition &changed) {
  std::unique_lock lk(m);
  auto wait = changed.wait(lk);
  lk.unlock();
  co_await std::move(wait);
}

task<> awaitedFunction(async_condition &changed) {
  std::unique_lock lk(m);
  co_await untilReady(lk, changed);
}

task<> waitThenUnlock() {
  std::unique_lock lk(m);
  cv.wait(lk);
  lk.unlock();
  co_await tick();
}

//===--- Held -------------------------------------------------------------===//

// The condition variable locks again before it returns.
task<> waitThenSuspend() {
  std::unique_lock lk(m);
  cv.wait(lk);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'waitThenSuspend' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> waitWithPredicateThenSuspend() {
  std::unique_lock lk(m);
  cv.wait(lk, [] { return ready; });
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'waitWithPredicateThenSuspend' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> waitInALoop() {
  std::unique_lock lk(m);
  while (!ready)
    any.wait(lk);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'waitInALoop' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-5]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> waitForAMoment() {
  std::unique_lock lk(m);
  if (!cv.wait_for(lk, 10))
    co_return;
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'waitForAMoment' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-5]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}
