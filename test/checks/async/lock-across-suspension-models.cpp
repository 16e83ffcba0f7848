// RUN: %check_async -models=%S/Inputs/lock-models.yaml %s async-lock-across-suspension %t
//
// Mutexes, guards and awaitables that the user's own models name.

#include "coro_types.h"

int work();

namespace engine {
// Locked through a free function; nothing in the class says so.
class latch_lock {
public:
  void lock();
  int unlock();
};
class big_lock {
public:
  big_lock();
  ~big_lock();
};
class lease {
public:
  explicit lease(latch_lock &);
  ~lease();
  void unlock();
};
struct context {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  int await_resume();
};
class channel_mutex {
public:
  void lock();
  bool try_lock();
  void unlock();
};
} // namespace engine

task<> quiet(engine::latch_lock &l) {
  {
    engine::lease guard(l);
    work();
  }
  engine::lease guard(l);
  guard.unlock();
  co_await tick();
}

task<> awaitsTheContext(engine::latch_lock &l) {
  engine::lease guard(l);
  int x = co_await engine::context();
  (void)x;
}

// Its lock() does not block, as the model says.
task<> notOfThreads(engine::channel_mutex &m) {
  m.lock();
  co_await tick();
  m.unlock();
}

task<> held(engine::latch_lock &l) {
  engine::lease guard(l);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'held' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:17: note: 'guard', of type 'engine::lease', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}

task<> heldByHand(engine::latch_lock &l) {
  l.lock();
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'heldByHand' suspends while it holds 'l': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:5: note: 'l', of type 'engine::latch_lock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
  l.unlock();
}

task<> heldForGood() {
  engine::big_lock guard;
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'heldForGood' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:20: note: 'guard', of type 'engine::big_lock', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
}
