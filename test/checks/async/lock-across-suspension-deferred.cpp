// RUN: %check_async %s async-lock-across-suspension %t
//
// Guards that do not lock, that try to, and that take over a locked mutex.

#include "coro_types.h"
#include <mutex>
#include <shared_mutex>

std::mutex m, m2;
std::timed_mutex tm;
std::shared_mutex sm;
struct seconds {
  explicit constexpr seconds(int);
};
int work();

//===--- Nothing to report ------------------------------------------------===//

task<> deferred() {
  std::unique_lock<std::mutex> lk(m, std::defer_lock);
  co_await tick();
  lk.lock();
  work();
}

task<> deferredShared() {
  std::shared_lock lk(sm, std::defer_lock);
  co_await tick();
}

task<> deferredOwnTag() {
  std::unique_lock lk(m, std::defer_lock_t{});
  co_await tick();
}

task<> deferredNamedTag() {
  constexpr auto later = std::defer_lock;
  std::unique_lock lk(m, later);
  co_await tick();
}

task<> triedAndGivenBack() {
  std::unique_lock lk(m, std::try_to_lock);
  if (lk.owns_lock())
    lk.unlock();
  co_await tick();
}

task<> suspendsWhereItFailed() {
  std::unique_lock lk(m, std::try_to_lock);
  if (!lk.owns_lock()) {
    co_await tick();
    co_return;
  }
  work();
}

task<> suspendsWhereItFailedToo() {
  std::unique_lock lk(m, std::try_to_lock);
  while (!lk) {
    co_await tick();
    lk.try_lock();
  }
  work();
}

task<> timedOut() {
  std::unique_lock lk(tm, seconds(1));
  if (!lk) {
    co_await tick();
    co_return;
  }
  work();
}

task<> deferredThenTried() {
  std::unique_lock lk(m, std::defer_lock);
  if (!lk.try_lock())
    co_await tick();
}

task<> deferredTimedTry() {
  std::unique_lock lk(tm, std::defer_lock);
  if (!lk.try_lock_for(seconds(1)))
    co_await tick();
}

task<> adoptedThenGivenBack() {
  m.lock();
  std::unique_lock lk(m, std::adopt_lock);
  lk.unlock();
  co_await tick();
}

task<> adoptedInAScope() {
  m.lock();
  {
    std::lock_guard guard(m, std::adopt_lock);
    work();
  }
  co_await tick();
}

task<> adoptedByScopedLock() {
  std::lock(m, m2);
  {
    std::scoped_lock guard(std::adopt_lock, m, m2);
    work();
  }
  co_await tick();
}

task<> twoGuardsInAScope() {
  {
    std::unique_lock first(m, std::defer_lock), second(m2, std::defer_lock);
    std::lock(first, second);
    work();
  }
  co_await tick();
}

task<> triedBoth() {
  std::unique_lock first(m, std::defer_lock), second(m2, std::defer_lock);
  if (std::try_lock(first, second) != -1)
    co_await tick();
}

// Whoever returns a guard, or passes one, may return an empty one.
std::unique_lock<std::mutex> tryLock();

task<> returnedEmpty() {
  auto lk = tryLock();
  if (!lk) {
    co_await tick();
    co_return;
  }
  work();
}

task<> passedEmpty(std::unique_lock<std::mutex> lk) {
  if (!lk.owns_lock())
    co_await tick();
}

// Never taken.
task<> certainlyHeld() {
  std::unique_lock lk(m);
  if (!lk)
    co_await tick();
}

task<> givenBackIfHeld(bool exclusive) {
  std::unique_lock lk(m, std::defer_lock);
  if (exclusive)
    lk.lock();
  work();
  if (lk.owns_lock())
    lk.unlock();
  co_await tick();
}

task<> triedInAVariable() {
  std::unique_lock lk(tm, std::defer_lock);
  bool locked = lk.try_lock_for(seconds(1));
  if (!locked)
    co_await tick();
}

//===--- Held -------------------------------------------------------------===//

task<> deferredThenLocked() {
  std::unique_lock lk(m, std::defer_lock);
  lk.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'deferredThenLocked' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:6: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> deferredSharedThenLocked() {
  std::shared_lock lk(sm, std::defer_lock);
  work();
  lk.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'deferredSharedThenLocked' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:6: note: 'lk', of type 'std::shared_lock<std::shared_mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> lockedTogether() {
  std::unique_lock first(m, std::defer_lock);
  std::unique_lock second(m2, std::defer_lock);
  std::lock(first, second);
  second.unlock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'lockedTogether' suspends while it holds 'first': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:3: note: 'first', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> adopted() {
  m.lock();
  std::lock_guard guard(m, std::adopt_lock);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'adopted' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> adoptedFromElsewhere() {
  std::unique_lock lk(m, std::adopt_lock);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'adoptedFromElsewhere' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> adoptedSeveral() {
  std::lock(m, m2);
  std::scoped_lock guard(std::adopt_lock, m, m2);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'adoptedSeveral' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'guard', of type 'std::scoped_lock<std::mutex, std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> triedAndLeftWhenItFailed() {
  std::unique_lock lk(m, std::try_to_lock);
  if (!lk)
    co_return;
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'triedAndLeftWhenItFailed' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-5]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> triedAndHeld() {
  std::unique_lock lk(m, std::try_to_lock);
  if (lk.owns_lock())
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'triedAndHeld' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-4]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
}

task<> returnedAndAsked() {
  auto lk = tryLock();
  if (!lk)
    co_return;
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'returnedAndAsked' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-5]]:8: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> triedInAVariableAndHeld() {
  std::unique_lock lk(tm, std::defer_lock);
  const bool locked = lk.try_lock_for(seconds(1));
  if (!locked)
    co_return;
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'triedInAVariableAndHeld' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-5]]:26: note: 'lk', of type 'std::unique_lock<std::timed_mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> lockedWhenItFailed() {
  std::unique_lock lk(m, std::try_to_lock);
  if (!lk)
    lk.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'lockedWhenItFailed' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-5]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> triedAgain() {
  while (!m.try_lock())
    co_await tick();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'triedAgain' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:13: note: 'm', of type 'std::mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  m.unlock();
}

task<> comparedWithFalse() {
  if (m.try_lock() == false)
    co_return;
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'comparedWithFalse' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:9: note: 'm', of type 'std::mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  m.unlock();
}
