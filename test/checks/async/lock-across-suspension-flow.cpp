// RUN: %check_async %s async-lock-across-suspension %t
//
// Paths through branches, loops, handlers and scopes.

#include "coro_types.h"
#include <mutex>

std::mutex m, m2;
int work();
bool flag();

//===--- Nothing to report ------------------------------------------------===//

task<> earlyReturn() {
  if (flag()) {
    std::lock_guard guard(m);
    co_return;
  }
  co_await tick();
}

task<> scopeOfIfInit() {
  if (std::lock_guard guard(m); flag())
    work();
  else
    work();
  co_await tick();
}

task<> scopeOfSwitchInit(int n) {
  switch (std::lock_guard guard(m); n) {
  case 1:
    work();
    break;
  default:
    break;
  }
  co_await tick();
}

task<> scopeOfALoop() {
  for (int i = 0; i < 3; ++i) {
    std::lock_guard guard(m);
    if (work())
      continue;
    if (flag())
      break;
  }
  co_await tick();
}

task<> scopeOfALoopBody() {
  while (flag()) {
    {
      std::lock_guard guard(m);
      work();
    }
    co_await tick();
  }
}

task<> otherCase(int n) {
  switch (n) {
  case 1: {
    std::lock_guard guard(m);
    work();
    break;
  }
  case 2:
    co_await tick();
    break;
  }
}

task<> scopeOfATry() {
  try {
    std::lock_guard guard(m);
    work();
  } catch (...) {
  }
  co_await tick();
}

task<> afterAJumpOut() {
  {
    std::lock_guard guard(m);
    if (flag())
      goto out;
    work();
  }
out:
  co_await tick();
}

task<> deadBranches() {
  std::lock_guard guard(m);
  if (false)
    co_await tick();
  if constexpr (sizeof(int) == 1)
    co_await tick();
  while (false)
    co_await tick();
  co_return;
  co_await tick();
}

task<> leftWithTheScope() {
  for (;;) {
    std::unique_lock lk(m);
    if (flag()) {
      lk.unlock();
      co_await tick();
      continue;
    }
    if (flag())
      break;
    work();
  }
  co_await tick();
}

task<> leftByBreak() {
  while (true) {
    {
      std::lock_guard guard(m);
      if (flag())
        break;
    }
    co_await tick();
  }
}

task<> conditionOfADo() {
  do {
    std::lock_guard guard(m);
    work();
  } while (co_await answer());
}

task<> unlockedInTheHead() {
  for (std::unique_lock lk(m); flag(); lk.lock()) {
    lk.unlock();
    co_await tick();
  }
}

[[noreturn]] void fail();

task<> afterNoReturn() {
  std::lock_guard guard(m);
  fail();
  co_await tick();
}

task<> afterAThrow() {
  std::lock_guard guard(m);
  throw 1;
  co_await tick();
}

task<> correlated(bool exclusive) {
  std::unique_lock lk(m, std::defer_lock);
  if (exclusive)
    lk.lock();
  work();
  if (!exclusive)
    co_await tick();
}

task<> staticGuard() {
  static std::mutex once;
  {
    std::lock_guard guard(once);
    work();
  }
  co_await tick();
}

struct local_state {
  void touch() {
    std::lock_guard guard(m);
    work();
  }
};

task<> lockedInAMember(local_state &s) {
  s.touch();
  co_await tick();
}

task<> localClass() {
  struct inner {
    void touch() {
      std::lock_guard guard(m);
      work();
    }
  };
  inner().touch();
  co_await tick();
}

//===--- Held -------------------------------------------------------------===//

task<> ifInit() {
  if (std::lock_guard guard(m); flag())
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'ifInit' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:23: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
}

task<> ifInitElse() {
  if (std::unique_lock lk(m); flag())
    lk.unlock();
  else
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'ifInitElse' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-5]]:24: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
}

task<> ifVariable() {
  if (std::unique_lock lk{m})
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'ifVariable' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:24: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
}

task<> switchInit(int n) {
  switch (std::lock_guard guard(m); n) {
  case 1:
    work();
    break;
  default:
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'switchInit' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-7]]:27: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
}

task<> forInit() {
  for (std::unique_lock lk(m); flag();)
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'forInit' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:25: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
}

task<> loopBody() {
  while (flag()) {
    std::lock_guard guard(m);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'loopBody' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:21: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
}

task<> insideALoop() {
  std::lock_guard guard(m);
  do
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'insideALoop' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-4]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  while (flag());
}

task<> inATry() {
  try {
    std::lock_guard guard(m);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'inATry' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:21: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  } catch (...) {
  }
}

task<> aroundATry() {
  std::lock_guard guard(m);
  try {
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'aroundATry' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-4]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  } catch (int) {
    work();
  }
}

task<> afterAHandler() {
  std::lock_guard guard(m);
  try {
    work();
  } catch (int) {
  }
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'afterAHandler' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-7]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> onlySomePaths() {
  std::lock_guard guard(m);
  if (flag())
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'onlySomePaths' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-4]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
}

task<> bothBranches() {
  std::lock_guard guard(m);
  if (flag())
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'bothBranches' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-4]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  else
    co_await nap();
}

task<> afterABranch() {
  std::lock_guard guard(m);
  if (flag())
    work();
  else
    co_return;
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'afterABranch' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-7]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> lockedOnBothPaths() {
  std::unique_lock lk(m, std::defer_lock);
  if (flag())
    lk.lock();
  else
    lk.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'lockedOnBothPaths' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-5]]:8: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> innerOfTwoScopes() {
  std::lock_guard outer(m);
  {
    std::lock_guard inner(m2);
    work();
  }
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'innerOfTwoScopes' suspends while it holds 'outer': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-7]]:19: note: 'outer', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> jumpBack() {
  std::unique_lock lk(m, std::defer_lock);
again:
  lk.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'jumpBack' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:6: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  lk.unlock();
  if (flag())
    goto again;
}

task<> atTheEnd() {
  std::lock_guard guard(m);
  co_return co_await nap();
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: coroutine 'atTheEnd' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:13: note: release the lock before the suspension point, or use an async mutex
}
