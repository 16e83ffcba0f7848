// RUN: %check_async %s async-lock-across-suspension %t
// RUN: %check_async -tidy-only -check-suffixes=CORE %s cppcoreguidelines-no-suspend-with-lock %t.core
// RUN: %check_async -tidy-only -check-suffixes=MISC %s misc-coroutine-hostile-raii %t.misc \
// RUN:   -config="{CheckOptions: {misc-coroutine-hostile-raii.RAIITypesList: 'std::lock_guard;std::scoped_lock;std::unique_lock'}}"
//
// Where the two checks of clang-tidy warn in vain, and where they see nothing.

#include "coro_types.h"
#include <mutex>

std::mutex m;

//===--- Both warn in vain ------------------------------------------------===//

// The lock is given back before the suspension point.
task<> unlocked() {
  std::unique_lock<std::mutex> lk(m);
  lk.unlock();
  co_await tick();
  // CHECK-NOTES-CORE: :[[@LINE-1]]:3: warning: coroutine suspended with lock 'lk' held
  // CHECK-NOTES-MISC: :[[@LINE-4]]:32: warning: 'lk' persists across a suspension point of coroutine
  // CHECK-NOTES-MISC: :[[@LINE-3]]:3: note: suspension point is here
}

// It was never taken.
task<> deferred() {
  std::unique_lock<std::mutex> lk(m, std::defer_lock);
  co_await tick();
  // CHECK-NOTES-CORE: :[[@LINE-1]]:3: warning: coroutine suspended with lock 'lk' held
  // CHECK-NOTES-MISC: :[[@LINE-3]]:32: warning: 'lk' persists across a suspension point of coroutine
  // CHECK-NOTES-MISC: :[[@LINE-3]]:3: note: suspension point is here
}

// The coroutine does not suspend.
task<> ready() {
  std::lock_guard<std::mutex> guard(m);
  co_await std::suspend_never();
  // CHECK-NOTES-CORE: :[[@LINE-1]]:3: warning: coroutine suspended with lock 'guard' held
  // CHECK-NOTES-MISC: :[[@LINE-3]]:31: warning: 'guard' persists across a suspension point of coroutine
  // CHECK-NOTES-MISC: :[[@LINE-3]]:3: note: suspension point is here
}

//===--- One of them sees nothing -----------------------------------------===//

// Deduced template arguments.
task<> deduced() {
  std::unique_lock lk(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'deduced' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  // CHECK-NOTES-MISC: :[[@LINE-5]]:20: warning: 'lk' persists across a suspension point of coroutine
  // CHECK-NOTES-MISC: :[[@LINE-5]]:3: note: suspension point is here
}

// A suspension inside an initialiser.
task<> initialiser() {
  std::lock_guard<std::mutex> guard(m);
  int x = co_await answer();
  // CHECK-NOTES: :[[@LINE-1]]:11: warning: coroutine 'initialiser' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:31: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:11: note: release the lock before the suspension point, or use an async mutex
  // CHECK-NOTES-CORE: :[[@LINE-4]]:11: warning: coroutine suspended with lock 'guard' held
  (void)x;
}

// Locked after it was made.
task<> later() {
  auto lk = std::unique_lock<std::mutex>();
  lk = std::unique_lock<std::mutex>(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'later' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:6: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  // CHECK-NOTES-MISC: :[[@LINE-6]]:8: warning: 'lk' persists across a suspension point of coroutine
  // CHECK-NOTES-MISC: :[[@LINE-5]]:3: note: suspension point is here
}

//===--- Neither sees anything --------------------------------------------===//

// Locked by hand.
task<> manual() {
  m.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'manual' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:5: note: 'm', of type 'std::mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  m.unlock();
}

// Deduced, and inside an initialiser.
task<> both() {
  std::unique_lock lk(m);
  int x = co_await answer();
  // CHECK-NOTES: :[[@LINE-1]]:11: warning: coroutine 'both' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:11: note: release the lock before the suspension point, or use an async mutex
  (void)x;
}
