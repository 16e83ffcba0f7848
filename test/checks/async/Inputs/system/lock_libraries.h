// Mutexes and guards of several libraries: what the tests need of them, under
// the names that the profiles know.
#pragma once

namespace boost {
class mutex {
public:
  void lock();
  bool try_lock();
  void unlock();
};
class shared_mutex {
public:
  void lock();
  void unlock();
  void lock_shared();
  void unlock_shared();
};
struct defer_lock_t {};
inline constexpr defer_lock_t defer_lock{};
template <typename M> class lock_guard {
public:
  explicit lock_guard(M &);
  ~lock_guard();
};
template <typename M> class unique_lock {
public:
  explicit unique_lock(M &);
  unique_lock(M &, defer_lock_t);
  unique_lock(unique_lock &&);
  ~unique_lock();
  void lock();
  void unlock();
};
template <typename M> class shared_lock {
public:
  explicit shared_lock(M &);
  ~shared_lock();
  void unlock();
};
} // namespace boost

namespace folly {
template <bool ReaderPriority> class SharedMutexImpl {
public:
  void lock();
  bool try_lock();
  void unlock();
  void lock_shared();
  void unlock_shared();
};
using SharedMutex = SharedMutexImpl<false>;

template <typename Synchronized, typename Policy> class LockedPtr {
public:
  LockedPtr(LockedPtr &&) noexcept;
  ~LockedPtr();
  void unlock();
  int &operator*() const;
};
struct LockPolicyExclusive {};
struct LockPolicyShared {};
template <typename T> class Synchronized {
public:
  LockedPtr<Synchronized, LockPolicyExclusive> wlock();
  LockedPtr<Synchronized, LockPolicyShared> rlock();
  template <typename F> void withWLock(F f) {
    f(value_);
  }

private:
  T value_;
};
} // namespace folly

class QMutex {
public:
  void lock();
  bool tryLock(int timeout = 0);
  void unlock();
};
class QRecursiveMutex {
public:
  void lock();
  void unlock();
};
class QReadWriteLock {
public:
  void lockForRead();
  void lockForWrite();
  void unlock();
};
template <typename M> class QMutexLocker {
public:
  explicit QMutexLocker(M *);
  ~QMutexLocker();
  void unlock();
  void relock();
};
class QReadLocker {
public:
  QReadLocker(QReadWriteLock *);
  ~QReadLocker();
  void unlock();
  void relock();
};
class QWriteLocker {
public:
  QWriteLocker(QReadWriteLock *);
  ~QWriteLocker();
  void unlock();
  void relock();
};

namespace tbb::detail::d1 {
template <typename M> class unique_scoped_lock {
public:
  explicit unique_scoped_lock(M &);
  ~unique_scoped_lock();
  void acquire(M &);
  void release();
};
class mutex {
public:
  using scoped_lock = unique_scoped_lock<mutex>;
  void lock();
  void unlock();
};
} // namespace tbb::detail::d1

namespace Poco {
class Mutex {
public:
  void lock();
  void unlock();
};
template <typename M> class ScopedLock {
public:
  explicit ScopedLock(M &);
  ~ScopedLock();
};
} // namespace Poco

// A library's awaiters that are always ready.
template <typename Handle> struct always_ready {
  constexpr bool await_ready() const noexcept { return true; }
  void await_suspend(Handle) const noexcept {}
  int await_resume() const noexcept { return 0; }
};
template <typename Handle> struct always_ready_at_run_time {
  bool await_ready() const noexcept { return true; }
  void await_suspend(Handle) const noexcept {}
  int await_resume() const noexcept { return 0; }
};
