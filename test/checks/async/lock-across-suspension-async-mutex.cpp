// RUN: %check_async %s async-lock-across-suspension %t
//
// Async mutexes: what waits for one is suspended, so it may be held over a
// suspension point. Nothing to report in this file.

#include "coro_types.h"
#include <mutex>
#include <shared_mutex>

template <typename T> struct result {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};

//===--- libcoro ----------------------------------------------------------===//

namespace coro {
class mutex;
class scoped_lock {
public:
  scoped_lock(mutex &m) : m_mutex(&m) {}
  scoped_lock(scoped_lock &&) noexcept;
  ~scoped_lock() { unlock(); }
  void unlock();

private:
  mutex *m_mutex = nullptr;
};
class mutex {
public:
  result<void> lock();
  result<scoped_lock> scoped_lock();
  bool try_lock();
  void unlock();
};
inline void scoped_lock::unlock() {
  if (m_mutex)
    m_mutex->unlock();
}
class shared_mutex {
public:
  task<class scoped_lock> scoped_lock_shared();
  task<void> lock();
  bool try_lock_shared();
  void unlock();
  task<> unlock_shared();
};
} // namespace coro

task<> libcoro(coro::mutex &m, coro::shared_mutex &sm) {
  co_await m.lock();
  co_await tick();
  m.unlock();

  auto guard = co_await m.scoped_lock();
  co_await tick();
  guard.unlock();

  co_await sm.lock();
  co_await tick();
  sm.unlock();
}

task<> libcoroScoped(coro::mutex &m) {
  coro::scoped_lock guard = co_await m.scoped_lock();
  co_await tick();
}

//===--- cppcoro ----------------------------------------------------------===//

namespace cppcoro {
class async_mutex;
class async_mutex_lock {
public:
  explicit async_mutex_lock(async_mutex &, std::adopt_lock_t) noexcept;
  async_mutex_lock(async_mutex_lock &&) noexcept;
  ~async_mutex_lock();

private:
  async_mutex *m_mutex;
};
class async_mutex {
public:
  bool try_lock() noexcept;
  result<void> lock_async() noexcept;
  result<async_mutex_lock> scoped_lock_async() noexcept;
  void unlock();
};
inline async_mutex_lock::~async_mutex_lock() {
  if (m_mutex)
    m_mutex->unlock();
}
} // namespace cppcoro

task<> cppcoroMutex(cppcoro::async_mutex &m) {
  cppcoro::async_mutex_lock guard = co_await m.scoped_lock_async();
  co_await tick();
}

task<> cppcoroManual(cppcoro::async_mutex &m) {
  co_await m.lock_async();
  co_await tick();
  m.unlock();
}

task<> cppcoroAdopted(cppcoro::async_mutex &m) {
  co_await m.lock_async();
  cppcoro::async_mutex_lock guard(m, std::adopt_lock);
  co_await tick();
}

//===--- folly ------------------------------------------------------------===//

namespace folly::coro {
class Mutex {
public:
  bool try_lock() noexcept;
  void unlock() noexcept;
  result<std::unique_lock<Mutex>> co_scoped_lock() noexcept;
  result<void> co_lock() noexcept;
};
template <typename M> class SharedLock {
public:
  explicit SharedLock(M &);
  SharedLock(SharedLock &&);
  ~SharedLock() { mutex_->unlock_shared(); }
  M *mutex_;
};
class SharedMutexFair {
public:
  void unlock() noexcept;
  void unlock_shared() noexcept;
  result<std::unique_lock<SharedMutexFair>> co_scoped_lock();
  result<SharedLock<SharedMutexFair>> co_scoped_lock_shared();
};
} // namespace folly::coro

task<> follyMutex(folly::coro::Mutex &m, folly::coro::SharedMutexFair &sm) {
  std::unique_lock<folly::coro::Mutex> lk = co_await m.co_scoped_lock();
  co_await tick();
  auto other = co_await sm.co_scoped_lock();
  co_await tick();
  auto shared = co_await sm.co_scoped_lock_shared();
  co_await tick();
}

task<> follyAdopted(folly::coro::Mutex &m) {
  co_await m.co_lock();
  std::unique_lock<folly::coro::Mutex> lk(m, std::adopt_lock);
  co_await tick();
}

task<> follyTried(folly::coro::Mutex &m) {
  std::unique_lock<folly::coro::Mutex> lk{m, std::try_to_lock};
  if (lk)
    co_await tick();
}

//===--- async_simple -----------------------------------------------------===//

namespace async_simple::coro {
class Mutex {
public:
  bool tryLock() noexcept;
  result<void> coLock() noexcept;
  result<std::unique_lock<Mutex>> coScopedLock() noexcept;
  void unlock() noexcept;
};
class SharedMutex {
public:
  result<void> coLock();
  result<void> coLockShared();
  result<void> unlock();
  result<void> unlockShared();
};
} // namespace async_simple::coro

task<> asyncSimple(async_simple::coro::Mutex &m,
                   async_simple::coro::SharedMutex &sm) {
  auto lk = co_await m.coScopedLock();
  co_await tick();
  co_await sm.coLock();
  co_await tick();
  co_await sm.unlock();
}

//===--- concurrencpp -----------------------------------------------------===//

namespace concurrencpp {
class async_lock;
class scoped_async_lock {
public:
  scoped_async_lock(async_lock &, std::defer_lock_t) noexcept;
  scoped_async_lock(scoped_async_lock &&) noexcept;
  ~scoped_async_lock() noexcept;
  result<void> lock();
  void unlock();
  bool owns_lock() const noexcept;

private:
  async_lock *m_lock;
};
class async_lock {
public:
  result<scoped_async_lock> lock();
  result<bool> try_lock();
  void unlock();
};
inline scoped_async_lock::~scoped_async_lock() noexcept {
  if (m_lock)
    m_lock->unlock();
}
} // namespace concurrencpp

task<> concurrencppLock(concurrencpp::async_lock &m) {
  auto guard = co_await m.lock();
  co_await tick();
  guard.unlock();
  co_await guard.lock();
  co_await tick();
}

//===--- unblock ----------------------------------------------------------===//

namespace unblock::sync {
class mutex {
public:
  class guard {
  public:
    guard(guard &&) noexcept;
    ~guard() { owner_->unlock(); }

  private:
    friend class mutex;
    mutex *owner_ = nullptr;
  };
  result<guard> lock();
  bool try_lock();
  void unlock();
};
class rw_lock {
public:
  class write_guard {
  public:
    ~write_guard();
  };
  result<write_guard> write();
};
} // namespace unblock::sync

task<> unblockSync(unblock::sync::mutex &m, unblock::sync::rw_lock &rw) {
  auto guard = co_await m.lock();
  co_await tick();
  auto writer = co_await rw.write();
  co_await tick();
}

task<> unblockSyncAdopted(unblock::sync::mutex &m) {
  std::lock_guard<unblock::sync::mutex> guard(m, std::adopt_lock);
  co_await tick();
}

//===--- One of the project's own -----------------------------------------===//

class async_mutex {
public:
  task<> lock();
  bool try_lock();
  void unlock();
};

task<> ownMutex(async_mutex &m) {
  co_await m.lock();
  co_await tick();
  m.unlock();
}

task<> standardGuardOfAnAsyncMutex(async_mutex &m) {
  co_await m.lock();
  std::unique_lock<async_mutex> lk(m, std::adopt_lock);
  co_await tick();
}

task<> deducedGuardOfAnAsyncMutex(async_mutex &m) {
  co_await m.lock();
  std::lock_guard lk(m, std::adopt_lock);
  co_await tick();
}

task<> standardSharedGuard(folly::coro::SharedMutexFair &m) {
  std::unique_lock lk(m, std::adopt_lock);
  co_await tick();
}

// A semaphore with permits, a strand, a channel: no mutex of a thread.
class async_semaphore {
public:
  class permit {
  public:
    permit(permit &&) noexcept;
    ~permit();
  };
  result<permit> acquire();
  void release();
};

task<> ownSemaphore(async_semaphore &s) {
  auto permit = co_await s.acquire();
  co_await tick();
}
