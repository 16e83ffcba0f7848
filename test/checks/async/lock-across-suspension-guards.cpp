// RUN: %check_async %s async-lock-across-suspension %t
//
// Guards of every kind of the standard library, with their arguments spelled
// and deduced.

#include "coro_types.h"
#include <mutex>
#include <shared_mutex>

std::mutex m, m2;
std::recursive_mutex rm;
std::timed_mutex tm;
std::recursive_timed_mutex rtm;
std::shared_mutex sm;
std::shared_timed_mutex stm;
int work();

//===--- Nothing to report ------------------------------------------------===//

task<> noSuspension() {
  std::lock_guard<std::mutex> guard(m);
  work();
  co_return;
}

task<> suspendsBefore() {
  co_await tick();
  std::lock_guard guard(m);
  work();
}

task<> scopeEndsBefore() {
  {
    std::lock_guard guard(m);
    work();
  }
  co_await tick();
}

task<> scopeOfAStatement() {
  if (work())
    std::lock_guard guard(m);
  co_await tick();
}

task<> temporaryGuard() {
  std::lock_guard<std::mutex>{m};
  co_await tick();
}

task<> temporaryGuardInAnExpression() {
  int x = (std::unique_lock(m), work());
  co_await tick();
  x = x + 1;
}

task<> suspendsBetween() {
  {
    std::scoped_lock guard(m, m2);
    work();
  }
  co_await tick();
  {
    std::scoped_lock guard(m, m2);
    work();
  }
}

task<> noMutex() {
  std::scoped_lock<> guard;
  co_await tick();
}

task<> emptyGuards() {
  std::unique_lock<std::mutex> unique;
  std::shared_lock<std::shared_mutex> shared;
  co_await tick();
}

task<> pointerToGuard(std::lock_guard<std::mutex> *guard) {
  std::lock_guard<std::mutex> *other = guard;
  co_await tick();
  other = nullptr;
}

task<> referenceToGuard(std::unique_lock<std::mutex> &guard) {
  std::unique_lock<std::mutex> &other = guard;
  co_await tick();
  (void)other;
}

task<> onlyMutexes() {
  std::mutex local;
  std::shared_mutex shared;
  co_await tick();
}

struct null_mutex {
  void lock() {}
  bool try_lock() { return true; }
  void unlock() {}
};

task<> guardOfNothing() {
  null_mutex none;
  std::lock_guard guard(none);
  co_await tick();
}

eager noCoroutineAtAll();

int plainFunction() {
  std::lock_guard guard(m);
  noCoroutineAtAll();
  return work();
}

//===--- Held -------------------------------------------------------------===//

task<> lockGuard() {
  std::lock_guard<std::mutex> guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'lockGuard' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:31: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> lockGuardDeduced() {
  std::lock_guard guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'lockGuardDeduced' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> lockGuardBraces() {
  std::lock_guard guard{m};
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'lockGuardBraces' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> constGuard() {
  const std::lock_guard<std::mutex> guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'constGuard' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:37: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> uniqueLock() {
  std::unique_lock<std::mutex> lk(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'uniqueLock' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:32: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> uniqueLockDeduced() {
  std::unique_lock lk(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'uniqueLockDeduced' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> uniqueLockAuto() {
  auto lk = std::unique_lock(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'uniqueLockAuto' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> uniqueLockCopyInit() {
  std::unique_lock<std::mutex> lk = std::unique_lock<std::mutex>(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'uniqueLockCopyInit' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:32: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> boundToReference() {
  auto &&lk = std::unique_lock(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'boundToReference' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:10: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> scopedLockOne() {
  std::scoped_lock guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'scopedLockOne' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'guard', of type 'std::scoped_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> scopedLockOneSpelled() {
  std::scoped_lock<std::mutex> guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'scopedLockOneSpelled' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:32: note: 'guard', of type 'std::scoped_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> scopedLockSeveral() {
  std::scoped_lock guard(m, rm, sm);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'scopedLockSeveral' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'guard', of type 'std::scoped_lock<std::mutex, std::recursive_mutex, std::shared_mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> scopedLockSeveralSpelled() {
  std::scoped_lock<std::mutex, std::mutex> guard{m, m2};
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'scopedLockSeveralSpelled' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:44: note: 'guard', of type 'std::scoped_lock<std::mutex, std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> sharedLock() {
  std::shared_lock<std::shared_mutex> lk(sm);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'sharedLock' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:39: note: 'lk', of type 'std::shared_lock<std::shared_mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> sharedLockDeduced() {
  std::shared_lock lk(stm);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'sharedLockDeduced' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'lk', of type 'std::shared_lock<std::shared_timed_mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> exclusiveLockOfSharedMutex() {
  std::unique_lock lk(sm);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'exclusiveLockOfSharedMutex' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'lk', of type 'std::unique_lock<std::shared_mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> otherMutexes() {
  {
    std::lock_guard guard(rm);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'otherMutexes' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:21: note: 'guard', of type 'std::lock_guard<std::recursive_mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
  {
    std::unique_lock lk(tm);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'otherMutexes' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:22: note: 'lk', of type 'std::unique_lock<std::timed_mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
  {
    std::unique_lock lk(rtm);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'otherMutexes' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:22: note: 'lk', of type 'std::unique_lock<std::recursive_timed_mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
}

task<> localMutex() {
  std::mutex local;
  std::lock_guard guard(local);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'localMutex' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

// One report for each lock, at the first suspension point.
task<> oncePerLock() {
  std::lock_guard guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'oncePerLock' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  co_await tick();
}

task<> secondOfTwoLocks() {
  std::lock_guard first(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'secondOfTwoLocks' suspends while it holds 'first': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'first', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  std::lock_guard second(m2);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'secondOfTwoLocks' suspends while it holds 'second': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'second', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> twoLocks() {
  std::lock_guard first(m);
  std::unique_lock second(m2);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'twoLocks' suspends while it holds 'first' and 'second': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:19: note: 'first', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-4]]:20: note: 'second', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> threeLocks() {
  std::lock_guard first(m);
  std::lock_guard second(m2);
  rm.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'threeLocks' suspends while it holds 'first', 'second' and 'rm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-5]]:19: note: 'first', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-5]]:19: note: 'second', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-5]]:6: note: 'rm', of type 'std::recursive_mutex', is locked here
  // CHECK-NOTES: :[[@LINE-5]]:3: note: release the lock before the suspension point, or use an async mutex
  rm.unlock();
}

using Guard = std::lock_guard<std::mutex>;
using Mutex = std::mutex;
Mutex aliased;

task<> throughAliases() {
  Guard guard(aliased);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'throughAliases' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:9: note: 'guard', of type 'Guard', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

std::unique_lock<std::mutex> locked();

task<> guardFromAFunction() {
  auto lk = locked();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'guardFromAFunction' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> guardFromALambda() {
  auto lk = [] { return std::unique_lock(m); }();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'guardFromALambda' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

struct account {
  mutable std::mutex mutex_;
  int balance = 0;

  task<int> read() const {
    std::lock_guard guard(mutex_);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'account::read' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:21: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
    co_return balance;
  }
  static std::mutex all;
  static task<> readAll() {
    std::lock_guard guard(all);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'account::readAll' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:21: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
  task<> outOfLine();
};

task<> account::outOfLine() {
  std::unique_lock lk{this->mutex_};
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'account::outOfLine' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

namespace bank {
namespace {
struct vault {
  std::mutex door;
};
task<> open(vault &v) {
  std::lock_guard guard(v.door);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'bank::(anonymous)::open' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}
} // namespace
} // namespace bank

eager eagerCoroutine() {
  std::lock_guard guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'eagerCoroutine' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}
