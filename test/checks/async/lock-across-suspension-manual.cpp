// RUN: %check_async %s async-lock-across-suspension %t
//
// Mutexes that are locked by hand.

#include "coro_types.h"
#include <mutex>
#include <pthread.h>
#include <shared_mutex>

std::mutex m, m2;
std::shared_mutex sm;
pthread_mutex_t pm;
pthread_rwlock_t prw;
pthread_spinlock_t ps;
int work();
bool flag();

//===--- Nothing to report ------------------------------------------------===//

task<> unlocked() {
  m.lock();
  work();
  m.unlock();
  co_await tick();
}

task<> unlockedShared() {
  sm.lock_shared();
  work();
  sm.unlock_shared();
  co_await tick();
}

task<> lockedInALoop() {
  for (;;) {
    m.lock();
    work();
    m.unlock();
    co_await tick();
  }
}

task<> unlockedInALoop() {
  m.lock();
  while (flag()) {
    m.unlock();
    co_await tick();
    m.lock();
  }
  m.unlock();
}

task<> unlockedOnBothPaths() {
  m.lock();
  if (flag()) {
    m.unlock();
    co_await tick();
    co_return;
  }
  m.unlock();
  co_await tick();
}

task<> heldOnOnePathOnly() {
  if (flag())
    m.lock();
  co_await tick();
  if (flag())
    m.unlock();
}

task<> triedOnly() {
  while (!m.try_lock())
    co_await tick();
  m.unlock();
}

task<> triedAndFailed() {
  if (!m.try_lock()) {
    co_await tick();
    co_return;
  }
  work();
  m.unlock();
}

task<> pthreadUnlocked() {
  pthread_mutex_lock(&pm);
  work();
  pthread_mutex_unlock(&pm);
  pthread_rwlock_rdlock(&prw);
  pthread_rwlock_unlock(&prw);
  pthread_spin_lock(&ps);
  pthread_spin_unlock(&ps);
  co_await tick();
}

task<> pthreadTried() {
  while (pthread_mutex_trylock(&pm) != 0)
    co_await tick();
  pthread_mutex_unlock(&pm);
}

task<> throughAReference() {
  std::mutex &same = m;
  m.lock();
  same.unlock();
  co_await tick();
}

task<> throughAPointer() {
  std::mutex *same = &m;
  m.lock();
  same->unlock();
  co_await tick();
}

task<> inALambda() {
  auto done = [] { m.unlock(); };
  m.lock();
  done();
  co_await tick();
}

task<> inALocalLambda() {
  std::mutex local;
  auto done = [&] { local.unlock(); };
  local.lock();
  done();
  co_await tick();
}

void giveBack() { m.unlock(); }

task<> inAFunction() {
  m.lock();
  giveBack();
  co_await tick();
}

void giveBack(std::mutex &);

task<> handedByReference() {
  m.lock();
  giveBack(m);
  co_await tick();
}

class account {
  std::mutex mutex_;
  void acquire() { mutex_.lock(); }
  void release() { mutex_.unlock(); }
  static void release(account &a) { a.mutex_.unlock(); }

  task<> throughMembers() {
    mutex_.lock();
    work();
    release();
    co_await tick();
  }
  task<> throughAStaticMember() {
    mutex_.lock();
    work();
    release(*this);
    co_await tick();
  }
  task<> lockedThere() {
    acquire();
    work();
    mutex_.unlock();
    co_await tick();
  }
  task<> spelledWithThis() {
    this->mutex_.lock();
    mutex_.unlock();
    co_await tick();
  }
};

struct account2 {
  std::mutex mutex;
  pthread_mutex_t raw;
};

task<> memberUnlocked(account2 &a, account2 *p) {
  a.mutex.lock();
  a.mutex.unlock();
  p->mutex.lock();
  (*p).mutex.unlock();
  pthread_mutex_lock(&p->raw);
  pthread_mutex_unlock(&p->raw);
  co_await tick();
}

task<> elementOfAnArray(std::mutex (&stripes)[8], int i) {
  stripes[i].lock();
  work();
  stripes[i].unlock();
  co_await tick();
}

// Not mutexes, whatever their members are called.
struct door {
  void lock();
  void unlock();
  bool isOpen() const;
};
struct weak {
  task<> *lock() const;
};
struct document {
  bool lock();
  void unlock();
};

task<> noMutexes(door &d, weak &w, document &doc) {
  d.lock();
  w.lock();
  doc.lock();
  co_await tick();
  d.unlock();
  doc.unlock();
}

//===--- Held -------------------------------------------------------------===//

task<> held() {
  m.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'held' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:5: note: 'm', of type 'std::mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  m.unlock();
}

task<> heldShared() {
  sm.lock_shared();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'heldShared' suspends while it holds 'sm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:6: note: 'sm', of type 'std::shared_mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  sm.unlock_shared();
}

task<> neverUnlocked() {
  m.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'neverUnlocked' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:5: note: 'm', of type 'std::mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> lockedAgain() {
  m.lock();
  m.unlock();
  co_await tick();
  m.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'lockedAgain' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:5: note: 'm', of type 'std::mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  m.unlock();
}

task<> heldOnThisPath() {
  m.lock();
  if (flag()) {
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'heldOnThisPath' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-4]]:5: note: 'm', of type 'std::mutex', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
    m.unlock();
    co_return;
  }
  m.unlock();
  co_await tick();
}

task<> otherMutexUnlocked() {
  m.lock();
  m2.lock();
  m2.unlock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'otherMutexUnlocked' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-5]]:5: note: 'm', of type 'std::mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  m.unlock();
}

task<> bothLocked() {
  std::lock(m, m2);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'bothLocked' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 'm', of type 'std::mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  m.unlock();
  m2.unlock();
}

task<> triedAndHeld() {
  if (m.try_lock()) {
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'triedAndHeld' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:9: note: 'm', of type 'std::mutex', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
    m.unlock();
  }
}

task<> triedAndLeftWhenItFailed() {
  if (!m.try_lock())
    co_return;
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'triedAndLeftWhenItFailed' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:10: note: 'm', of type 'std::mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  m.unlock();
}

task<> pthreadHeld() {
  pthread_mutex_lock(&pm);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'pthreadHeld' suspends while it holds 'pm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 'pm', of type 'pthread_mutex_t', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  pthread_mutex_unlock(&pm);
}

task<> pthreadHeldForReading() {
  pthread_rwlock_rdlock(&prw);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'pthreadHeldForReading' suspends while it holds 'prw': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 'prw', of type 'pthread_rwlock_t', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  pthread_rwlock_unlock(&prw);
}

task<> pthreadHeldForWriting() {
  pthread_rwlock_wrlock(&prw);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'pthreadHeldForWriting' suspends while it holds 'prw': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 'prw', of type 'pthread_rwlock_t', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  pthread_rwlock_unlock(&prw);
}

task<> pthreadSpin() {
  pthread_spin_lock(&ps);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'pthreadSpin' suspends while it holds 'ps': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 'ps', of type 'pthread_spinlock_t', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  pthread_spin_unlock(&ps);
}

task<> memberHeld(account2 &a, account2 *p) {
  a.mutex.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'memberHeld' suspends while it holds 'a.mutex': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:11: note: 'a.mutex', of type 'std::mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  a.mutex.unlock();
  p->mutex.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'memberHeld' suspends while it holds 'p.mutex': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 'p.mutex', of type 'std::mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  p->mutex.unlock();
  pthread_mutex_lock(&p->raw);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'memberHeld' suspends while it holds 'p.raw': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 'p.raw', of type 'pthread_mutex_t', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  pthread_mutex_unlock(&p->raw);
}

// The member of another object is unlocked.
task<> otherObject(account2 &a, account2 &b) {
  a.mutex.lock();
  b.mutex.unlock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'otherObject' suspends while it holds 'a.mutex': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:11: note: 'a.mutex', of type 'std::mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

class ledger {
  std::mutex mutex_;
  int entries_ = 0;
  int count() const { return entries_; }
  task<> ownMember() {
    mutex_.lock();
    entries_ = count() + 1;
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'ledger::ownMember' suspends while it holds 'mutex_': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-4]]:12: note: 'mutex_', of type 'std::mutex', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
    mutex_.unlock();
  }
};

// A mutex of the project's own.
class spin_mutex {
public:
  void lock();
  bool try_lock();
  void unlock();
};
class recursive_spinlock {
public:
  void lock();
  void unlock();
};
class derived_mutex : public spin_mutex {};
spin_mutex spin;
recursive_spinlock spinlock;
derived_mutex derived;

task<> ownMutex() {
  spin.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'ownMutex' suspends while it holds 'spin': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'spin', of type 'spin_mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  spin.unlock();
  spinlock.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'ownMutex' suspends while it holds 'spinlock': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 'spinlock', of type 'recursive_spinlock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  spinlock.unlock();
  derived.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'ownMutex' suspends while it holds 'derived': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:11: note: 'derived', of type 'derived_mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  derived.unlock();
}

task<> guardOfOwnMutex() {
  std::lock_guard guard(spin);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'guardOfOwnMutex' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<spin_mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}
