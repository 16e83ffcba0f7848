// RUN: %check_async %s async-lock-across-suspension %t
//
// Guards that are unlocked, locked again, released and handed on.

#include "coro_types.h"
#include <mutex>
#include <shared_mutex>

std::mutex m, m2;
std::shared_mutex sm;
int work();
bool flag();

//===--- Nothing to report ------------------------------------------------===//

// Both stock checks warn here.
task<> unlocked() {
  std::unique_lock lk(m);
  lk.unlock();
  co_await tick();
}

task<> unlockedShared() {
  std::shared_lock lk(sm);
  lk.unlock();
  co_await tick();
}

task<> unlockedAndLockedAfterwards() {
  std::unique_lock lk(m);
  work();
  lk.unlock();
  co_await tick();
  lk.lock();
  work();
}

task<> unlockedTwice() {
  std::unique_lock lk(m);
  lk.unlock();
  co_await tick();
  lk.lock();
  lk.unlock();
  co_await tick();
}

task<> released() {
  std::unique_lock lk(m);
  std::mutex *raw = lk.release();
  raw->unlock();
  co_await tick();
}

task<> releasedAndUnlockedAtOnce() {
  std::unique_lock lk(m);
  lk.release()->unlock();
  co_await tick();
}

task<> assignedEmpty() {
  std::unique_lock lk(m);
  lk = {};
  co_await tick();
}

task<> assignedEmptySpelled() {
  std::unique_lock lk(m);
  lk = std::unique_lock<std::mutex>();
  co_await tick();
}

task<> unlockedOnBothPaths() {
  std::unique_lock lk(m);
  if (flag()) {
    lk.unlock();
  } else {
    work();
    lk.unlock();
  }
  co_await tick();
}

task<> heldOnOnePathOnly() {
  std::unique_lock lk(m);
  if (flag())
    lk.unlock();
  co_await tick();
}

task<> lockedOnOnePathOnly() {
  std::unique_lock lk(m, std::defer_lock);
  if (flag())
    lk.lock();
  co_await tick();
}

task<> unlockedWhereItSuspends() {
  std::unique_lock lk(m);
  if (flag()) {
    lk.unlock();
    co_await tick();
    co_return;
  }
  work();
}

task<> unlockedInALoop() {
  std::unique_lock lk(m);
  while (flag()) {
    lk.unlock();
    co_await tick();
    lk.lock();
  }
}

task<> unlockedInAForLoop() {
  std::unique_lock lk(m);
  for (int i = 0; i < 3; ++i, lk.lock()) {
    lk.unlock();
    co_await tick();
  }
}

task<> lockedInALoop() {
  std::unique_lock lk(m, std::defer_lock);
  for (;;) {
    lk.lock();
    work();
    lk.unlock();
    co_await tick();
  }
}

task<> leftWithContinue() {
  std::unique_lock lk(m, std::defer_lock);
  while (flag()) {
    lk.lock();
    if (work()) {
      lk.unlock();
      continue;
    }
    lk.unlock();
    co_await tick();
  }
}

task<> throughAReference() {
  std::unique_lock lk(m);
  auto &same = lk;
  same.unlock();
  co_await tick();
}

task<> throughAPointer() {
  std::unique_lock lk(m);
  auto *same = &lk;
  same->unlock();
  co_await tick();
}

task<> inALambda() {
  std::unique_lock lk(m);
  auto done = [&] { lk.unlock(); };
  done();
  co_await tick();
}

task<> inALambdaThatCapturesIt() {
  std::unique_lock lk(m);
  [&lk] { lk.unlock(); }();
  co_await tick();
}

void maybeUnlocks(std::unique_lock<std::mutex> &);
void maybeUnlocks(std::unique_lock<std::mutex> *);

task<> handedByReference() {
  std::unique_lock lk(m);
  maybeUnlocks(lk);
  co_await tick();
}

task<> handedByPointer() {
  std::unique_lock lk(m);
  maybeUnlocks(&lk);
  co_await tick();
}

struct unlocker {
  explicit unlocker(std::unique_lock<std::mutex> &);
  ~unlocker();
};

task<> handedToAnObject() {
  std::unique_lock lk(m);
  {
    unlocker reverse(lk);
    co_await tick();
  }
}

task<> swapped() {
  std::unique_lock lk(m);
  std::unique_lock<std::mutex> other;
  lk.swap(other);
  co_await tick();
}

task<> unlockedByMacro() {
#define DONE(guard) (guard).unlock()
  std::unique_lock lk(m);
  DONE(lk);
  co_await tick();
}

task<> chosen() {
  std::unique_lock lk = flag() ? std::unique_lock(m) : std::unique_lock<std::mutex>();
  co_await tick();
}

//===--- Held -------------------------------------------------------------===//

task<> lockedAgain() {
  std::unique_lock lk(m);
  lk.unlock();
  co_await tick();
  lk.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'lockedAgain' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:6: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> lockedAgainBefore() {
  std::unique_lock lk(m);
  lk.unlock();
  lk.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'lockedAgainBefore' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:6: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> unlockedAfterwards() {
  std::unique_lock lk(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'unlockedAfterwards' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  lk.unlock();
}

task<> unlockedElsewhere() {
  std::unique_lock lk(m);
  if (flag()) {
    lk.unlock();
    co_return;
  }
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'unlockedElsewhere' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-7]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> heldOnThisPath() {
  std::unique_lock lk(m);
  if (flag()) {
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'heldOnThisPath' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-4]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
    lk.unlock();
  } else {
    lk.unlock();
    co_await tick();
  }
}

task<> heldInALoop() {
  std::unique_lock lk(m, std::defer_lock);
  for (;;) {
    lk.lock();
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'heldInALoop' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:8: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
    lk.unlock();
  }
}

task<> heldAfterALoop() {
  std::unique_lock lk(m);
  while (flag()) {
    lk.unlock();
    co_await tick();
    lk.lock();
  }
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'heldAfterALoop' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-8]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> assigned() {
  std::unique_lock<std::mutex> lk;
  co_await tick();
  lk = std::unique_lock(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'assigned' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:6: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> assignedAnother() {
  std::unique_lock lk(m);
  lk.unlock();
  lk = std::unique_lock(m2);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'assignedAnother' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:6: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

void looksAt(const std::unique_lock<std::mutex> &);

task<> handedByConstReference() {
  std::unique_lock lk(m);
  looksAt(lk);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'handedByConstReference' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> askedOnly() {
  std::unique_lock lk(m);
  if (lk.owns_lock() && lk.mutex() == &m)
    work();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'askedOnly' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-5]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}
