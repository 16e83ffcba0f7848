// RUN: %check_async %s async-lock-across-suspension %t
//
// Guards of the project's own, known by their structure: they unlock in their
// destructor, or hold what does.

#include "coro_types.h"
#include <mutex>
#include <pthread.h>

std::mutex m;
int work();
bool flag();

// Unlocks the mutex of somebody else.
class locker {
public:
  explicit locker(std::mutex &mutex) : mutex_(mutex) { mutex_.lock(); }
  locker(const locker &) = delete;
  ~locker() { mutex_.unlock(); }

private:
  std::mutex &mutex_;
};

// Can be released early.
class releasable {
public:
  explicit releasable(std::mutex &mutex) : mutex_(&mutex) { mutex_->lock(); }
  ~releasable() {
    if (mutex_)
      mutex_->unlock();
  }
  void unlock() {
    mutex_->unlock();
    mutex_ = nullptr;
  }

private:
  std::mutex *mutex_;
};

// Holds a guard.
struct transaction {
  explicit transaction(std::mutex &mutex) : guard(mutex) {}
  int begin();
  std::lock_guard<std::mutex> guard;
};

// Holds a guard that can be given back.
class session {
public:
  explicit session(std::mutex &mutex) : lk(mutex) {}
  void commit() { lk.unlock(); }
  std::unique_lock<std::mutex> lk;
};

// Inherits from one.
class derived_locker : public locker {
public:
  using locker::locker;
};

// A mutex known to itself.
std::mutex registry_mutex;
struct registry_lock {
  registry_lock() { registry_mutex.lock(); }
  ~registry_lock() { registry_mutex.unlock(); }
};

// A value behind a mutex, and access to it.
template <typename T> class synchronized {
public:
  class access {
  public:
    access(T &value, std::mutex &mutex) : value_(value), guard_(mutex) {}
    T *operator->() { return &value_; }

  private:
    T &value_;
    std::lock_guard<std::mutex> guard_;
  };
  access lock() { return {value_, mutex_}; }

private:
  T value_;
  std::mutex mutex_;
};
struct counter {
  int n;
};

class pthread_locker {
public:
  explicit pthread_locker(pthread_mutex_t &mutex) : mutex_(mutex) {
    pthread_mutex_lock(&mutex_);
  }
  ~pthread_locker() { pthread_mutex_unlock(&mutex_); }

private:
  pthread_mutex_t &mutex_;
};

//===--- Nothing to report ------------------------------------------------===//

task<> scopeEnds() {
  {
    locker guard(m);
    work();
  }
  co_await tick();
}

task<> releasedEarly() {
  releasable guard(m);
  work();
  guard.unlock();
  co_await tick();
}

task<> committed() {
  session s(m);
  work();
  s.commit();
  co_await tick();
}

task<> memberUnlocked() {
  session s(m);
  work();
  s.lk.unlock();
  co_await tick();
}

task<> accessEnds(synchronized<counter> &value) {
  value.lock()->n = 1;
  co_await tick();
}

// Has a guard, which holds nothing.
struct idle_session {
  std::unique_lock<std::mutex> lk;
  int n = 0;
};
struct idle_by_constructor {
  idle_by_constructor() : n(work()) {}
  std::unique_lock<std::mutex> lk;
  int n;
};

task<> emptyMember() {
  idle_session first;
  idle_session second{};
  idle_by_constructor third;
  co_await tick();
}

// Locks and unlocks its own mutex when it goes.
class worker {
public:
  ~worker() {
    mutex_.lock();
    stop_ = true;
    mutex_.unlock();
  }

private:
  std::mutex mutex_;
  bool stop_ = false;
};
class worker_with_guard {
public:
  ~worker_with_guard() {
    std::unique_lock lk(mutex_);
    stop_ = true;
    lk.unlock();
  }

private:
  std::mutex mutex_;
  bool stop_ = false;
};

task<> noGuards() {
  worker first;
  worker_with_guard second;
  co_await tick();
}

// Gives itself back to a pool, which locks for a moment.
class connection_pool {
public:
  class scoped_lock {
  public:
    explicit scoped_lock(std::mutex &mutex) : mutex_(mutex) { mutex_.lock(); }
    ~scoped_lock() { unlock(); }
    void unlock() { mutex_.unlock(); }

  private:
    std::mutex &mutex_;
  };
  void give() {
    scoped_lock lock(mutex_);
    ++free_;
    lock.unlock();
    work();
  }

private:
  std::mutex mutex_;
  int free_ = 0;
};
class connection {
public:
  explicit connection(connection_pool &pool) : pool_(&pool) {}
  ~connection() { pool_->give(); }

private:
  connection_pool *pool_;
};

task<> givesItselfBack(connection_pool &pool, connection parameter) {
  connection local(pool);
  co_await tick();
}

// Unlocks while it lives.
class unlocker {
public:
  explicit unlocker(std::mutex &mutex) : mutex_(mutex) { mutex_.unlock(); }
  ~unlocker() { mutex_.lock(); }

private:
  std::mutex &mutex_;
};

task<> reversed() {
  m.lock();
  {
    unlocker reverse(m);
    co_await tick();
  }
  m.unlock();
}

// Runs a callable when it goes.
template <typename F> struct finally {
  F f;
  ~finally() { f(); }
};
template <typename F> finally(F) -> finally<F>;

task<> atTheEndOfAScope() {
  m.lock();
  {
    finally done{[] { m.unlock(); }};
    work();
  }
  co_await tick();
}

// Points to a guard.
struct observer {
  std::unique_lock<std::mutex> *watched = nullptr;
  std::unique_lock<std::mutex> &reference;
};

task<> watches(std::unique_lock<std::mutex> &lk) {
  observer o{&lk, lk};
  co_await tick();
}

//===--- Held -------------------------------------------------------------===//

task<> held() {
  locker guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'held' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:10: note: 'guard', of type 'locker', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> heldReleasable() {
  releasable guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'heldReleasable' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:14: note: 'guard', of type 'releasable', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  guard.unlock();
}

task<> heldMember() {
  transaction t(m);
  t.begin();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'heldMember' suspends while it holds 't': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:15: note: 't', of type 'transaction', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> heldMemberLock() {
  session s(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'heldMemberLock' suspends while it holds 's': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:11: note: 's', of type 'session', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  s.commit();
}

task<> heldDerived() {
  derived_locker guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'heldDerived' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:18: note: 'guard', of type 'derived_locker', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> heldWithoutArgument() {
  registry_lock guard;
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'heldWithoutArgument' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:17: note: 'guard', of type 'registry_lock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> heldAccess(synchronized<counter> &value) {
  auto access = value.lock();
  access->n = 1;
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'heldAccess' suspends while it holds 'access': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: 'access', of type 'synchronized<counter>::access', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> heldPthread(pthread_mutex_t &mutex) {
  pthread_locker guard(mutex);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'heldPthread' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:18: note: 'guard', of type 'pthread_locker', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

struct pair_of_locks {
  std::scoped_lock<std::mutex, std::mutex> both;
};

task<> heldAggregate(std::mutex &a, std::mutex &b) {
  pair_of_locks locks{std::scoped_lock(a, b)};
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'heldAggregate' suspends while it holds 'locks': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:17: note: 'locks', of type 'pair_of_locks', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}
