// RUN: %check_async %s async-lock-across-suspension %t
//
// Mutexes and guards of the project that are annotated for Clang's thread
// safety analysis, or spell their members in another way.

#include "coro_types.h"

int work();

class __attribute__((capability("mutex"))) Mutex {
public:
  void Enter() __attribute__((acquire_capability()));
  bool TryEnter() __attribute__((try_acquire_capability(true)));
  void Leave() __attribute__((release_capability()));
  bool IsHeld() const;
};
class __attribute__((scoped_lockable)) MutexScope {
public:
  explicit MutexScope(Mutex &mutex) __attribute__((acquire_capability(mutex)));
  ~MutexScope() __attribute__((release_capability()));
  void Drop() __attribute__((release_capability()));
};

class CriticalSection {
public:
  void Lock();
  bool TryLock();
  void Unlock();
};
class Locker {
public:
  explicit Locker(CriticalSection &section) : section_(section) {
    section_.Lock();
  }
  ~Locker() { section_.Unlock(); }

private:
  CriticalSection &section_;
};

//===--- Nothing to report ------------------------------------------------===//

task<> left(Mutex &m) {
  m.Enter();
  work();
  m.Leave();
  co_await tick();
}

task<> dropped(Mutex &m) {
  MutexScope scope(m);
  work();
  scope.Drop();
  co_await tick();
}

task<> notEntered(Mutex &m) {
  if (!m.TryEnter())
    co_await tick();
  else
    m.Leave();
}

task<> unlocked(CriticalSection &section) {
  {
    Locker locker(section);
    work();
  }
  section.Lock();
  section.Unlock();
  co_await tick();
}

//===--- Held -------------------------------------------------------------===//

task<> entered(Mutex &m) {
  m.Enter();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'entered' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:5: note: 'm', of type 'Mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  m.Leave();
}

task<> scoped(Mutex &m) {
  MutexScope scope(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'scoped' suspends while it holds 'scope': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:14: note: 'scope', of type 'MutexScope', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> tried(Mutex &m) {
  if (m.TryEnter()) {
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'tried' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:9: note: 'm', of type 'Mutex', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
    m.Leave();
  }
}

task<> locked(CriticalSection &section) {
  section.Lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'locked' suspends while it holds 'section': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:11: note: 'section', of type 'CriticalSection', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  section.Unlock();
}

task<> guarded(CriticalSection &section) {
  Locker locker(section);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'guarded' suspends while it holds 'locker': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:10: note: 'locker', of type 'Locker', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}
