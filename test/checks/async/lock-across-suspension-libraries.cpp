// RUN: %check_async %s async-lock-across-suspension %t
//
// Mutexes and guards of other libraries, known from their profiles: Boost,
// folly, Qt, oneTBB, POCO.

#include "coro_types.h"
#include "lock_libraries.h"
#include <mutex>

int work();

//===--- Boost ------------------------------------------------------------===//

task<> boostQuiet(boost::mutex &m) {
  {
    boost::lock_guard<boost::mutex> guard(m);
    work();
  }
  boost::unique_lock<boost::mutex> lk(m);
  lk.unlock();
  co_await tick();
}

task<> boostDeferred(boost::mutex &m) {
  boost::unique_lock<boost::mutex> lk(m, boost::defer_lock);
  co_await tick();
}

task<> boostHeld(boost::mutex &m, boost::shared_mutex &sm) {
  {
    boost::lock_guard<boost::mutex> guard(m);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'boostHeld' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:37: note: 'guard', of type 'boost::lock_guard<boost::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
  {
    boost::unique_lock<boost::mutex> lk(m);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'boostHeld' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:38: note: 'lk', of type 'boost::unique_lock<boost::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
  {
    boost::shared_lock<boost::shared_mutex> lk(sm);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'boostHeld' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:45: note: 'lk', of type 'boost::shared_lock<boost::shared_mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
  {
    std::lock_guard<boost::mutex> guard(m);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'boostHeld' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:35: note: 'guard', of type 'std::lock_guard<boost::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
  m.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'boostHeld' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:5: note: 'm', of type 'boost::mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  m.unlock();
}

//===--- folly ------------------------------------------------------------===//

task<> follyQuiet(folly::SharedMutex &m, folly::Synchronized<int> &value) {
  m.lock();
  m.unlock();
  m.lock_shared();
  m.unlock_shared();
  *value.wlock() = 1;
  {
    auto locked = value.rlock();
    work();
  }
  value.withWLock([](int &) { work(); });
  co_await tick();
}

task<> follyReleased(folly::Synchronized<int> &value) {
  auto locked = value.wlock();
  locked.unlock();
  co_await tick();
}

task<> follyHeld(folly::SharedMutex &m, folly::Synchronized<int> &value) {
  {
    auto locked = value.wlock();
    *locked = 1;
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'follyHeld' suspends while it holds 'locked': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-4]]:10: note: 'locked', of type 'folly::LockedPtr<folly::Synchronized<int>, folly::LockPolicyExclusive>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
  {
    auto locked = value.rlock();
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'follyHeld' suspends while it holds 'locked': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:10: note: 'locked', of type 'folly::LockedPtr<folly::Synchronized<int>, folly::LockPolicyShared>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
  {
    std::unique_lock lk(m);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'follyHeld' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:22: note: 'lk', of type 'std::unique_lock<folly::SharedMutexImpl<false>>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
  m.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'follyHeld' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:5: note: 'm', of type 'folly::SharedMutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  m.unlock();
}

//===--- Qt ---------------------------------------------------------------===//

task<> qtQuiet(QMutex &m, QReadWriteLock &rw) {
  {
    QMutexLocker locker(&m);
    work();
  }
  {
    QReadLocker reader(&rw);
    QWriteLocker writer(&rw);
    work();
  }
  QMutexLocker locker(&m);
  locker.unlock();
  co_await tick();
  locker.relock();
}

task<> qtWithoutMutex() {
  QMutexLocker<QMutex> locker(nullptr);
  co_await tick();
}

task<> qtHeld(QMutex &m, QRecursiveMutex &rm, QReadWriteLock &rw) {
  {
    QMutexLocker locker(&m);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'qtHeld' suspends while it holds 'locker': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:18: note: 'locker', of type 'QMutexLocker<QMutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
  {
    QMutexLocker<QRecursiveMutex> locker(&rm);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'qtHeld' suspends while it holds 'locker': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:35: note: 'locker', of type 'QMutexLocker<QRecursiveMutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
  {
    QReadLocker locker(&rw);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'qtHeld' suspends while it holds 'locker': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:17: note: 'locker', of type 'QReadLocker', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
  {
    QWriteLocker locker(&rw);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'qtHeld' suspends while it holds 'locker': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:18: note: 'locker', of type 'QWriteLocker', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
  QMutexLocker locker(&m);
  locker.unlock();
  co_await tick();
  locker.relock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'qtHeld' suspends while it holds 'locker': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:10: note: 'locker', of type 'QMutexLocker<QMutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  locker.unlock();
  m.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'qtHeld' suspends while it holds 'm': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:5: note: 'm', of type 'QMutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  m.unlock();
  rw.lockForRead();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'qtHeld' suspends while it holds 'rw': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:6: note: 'rw', of type 'QReadWriteLock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  rw.unlock();
}

//===--- oneTBB and POCO --------------------------------------------------===//

task<> tbbQuiet(tbb::detail::d1::mutex &m) {
  {
    tbb::detail::d1::mutex::scoped_lock guard(m);
    work();
  }
  tbb::detail::d1::mutex::scoped_lock guard(m);
  guard.release();
  co_await tick();
}

task<> tbbHeld(tbb::detail::d1::mutex &m) {
  tbb::detail::d1::mutex::scoped_lock guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'tbbHeld' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:39: note: 'guard', of type 'tbb::detail::d1::mutex::scoped_lock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> pocoQuiet(Poco::Mutex &m) {
  {
    Poco::ScopedLock<Poco::Mutex> guard(m);
    work();
  }
  co_await tick();
}

task<> pocoHeld(Poco::Mutex &m) {
  Poco::ScopedLock<Poco::Mutex> guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'pocoHeld' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:33: note: 'guard', of type 'Poco::ScopedLock<Poco::Mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}
