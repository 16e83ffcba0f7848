// RUN: %check_async %s async-lock-across-suspension %t
//
// Templates: reported once, whatever is instantiated.

#include "coro_types.h"
#include <mutex>
#include <shared_mutex>

std::mutex m;
std::shared_mutex sm;
int work();

struct async_mutex {
  task<> lock();
  void unlock();
};

//===--- Nothing to report ------------------------------------------------===//

template <typename Mutex> task<> unlocked(Mutex &mutex) {
  std::unique_lock lk(mutex);
  lk.unlock();
  co_await tick();
}
template task<> unlocked(std::mutex &);

template <typename Mutex> task<> manuallyUnlocked(Mutex &mutex) {
  mutex.lock();
  work();
  mutex.unlock();
  co_await tick();
}
template task<> manuallyUnlocked(std::mutex &);

// Only the async mutex is used with it.
template <typename Mutex> task<> onlyAsync(Mutex &mutex) {
  co_await mutex.lock();
  std::unique_lock<Mutex> lk(mutex, std::adopt_lock);
  co_await tick();
}
template task<> onlyAsync(async_mutex &);

template <bool Suspends> task<> discarded() {
  std::lock_guard guard(m);
  if constexpr (Suspends)
    co_await tick();
}
template task<> discarded<false>();

// Nothing is known of what a template would lock that nobody instantiates.
template <typename Mutex> task<> neverInstantiated(Mutex &mutex) {
  std::lock_guard<Mutex> guard(mutex);
  co_await tick();
}

//===--- Held -------------------------------------------------------------===//

template <typename T> task<> independent(T) {
  std::lock_guard<std::mutex> guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'independent' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:31: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

template <typename Mutex> task<> dependent(Mutex &mutex) {
  std::lock_guard<Mutex> guard(mutex);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'dependent' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:26: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}
template task<> dependent(std::mutex &);
template task<> dependent(std::shared_mutex &);

template <typename Mutex> task<> deduced(Mutex &mutex) {
  std::unique_lock lk(mutex);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'deduced' suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'lk', of type 'std::unique_lock<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}
template task<> deduced(std::mutex &);

template <typename Mutex> task<> byHand(Mutex &mutex) {
  mutex.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'byHand' suspends while it holds 'mutex': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:9: note: 'mutex', of type 'std::mutex', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  mutex.unlock();
}
template task<> byHand(std::mutex &);

template <template <typename> typename Guard> task<> guardOf() {
  Guard<std::mutex> guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'guardOf' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:21: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}
template task<> guardOf<std::lock_guard>();

template <typename Mutex> struct cache {
  Mutex mutex_;
  task<> refresh() {
    std::lock_guard guard(mutex_);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'cache::refresh' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:21: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
  template <typename T> task<> store(T) {
    std::lock_guard guard(mutex_);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'cache::store' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:21: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }
};

void uses(cache<std::mutex> &c) {
  auto first = c.refresh();
  auto second = c.store(1);
  auto third = c.store('c');
}

template <typename... Mutexes> task<> variadic(Mutexes &...mutexes) {
  std::scoped_lock guard(mutexes...);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'variadic' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'guard', of type 'std::scoped_lock<std::mutex, std::shared_mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}
template task<> variadic(std::mutex &, std::shared_mutex &);

task<> abbreviated(auto &mutex) {
  std::lock_guard guard(mutex);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'abbreviated' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}
template task<> abbreviated(std::mutex &);

template <bool Suspends> task<> taken() {
  std::lock_guard guard(m);
  if constexpr (Suspends)
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: coroutine 'taken' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-4]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
}
template task<> taken<true>();
