// RUN: %check_async %s async-nested-block-on %t

// Inside block_in_place it is right to block on asynchronous work, unless the
// coroutine holds a lock that this work needs.

#include <coroutine>

namespace unblock {
template <typename F> auto block_in_place(F f) -> decltype(f()) { return f(); }
struct runtime {
  template <typename T> void block_on(T task) {}
};
} // namespace unblock

struct Task {
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};

struct AsyncMutex {
  struct Guard {
    void unlock();
    ~Guard();
  };
  struct Awaiter {
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    Guard await_resume();
  };
  Awaiter lock();
  void unlock();
};

Task save(AsyncMutex &m);
Task log();

struct Store {
  AsyncMutex mutex;
  AsyncMutex other;
  unblock::runtime &rt;

  Task write() {
    auto guard = co_await mutex.lock();
  }

  // Nothing is held, or it is not what the work needs.
  Task notHeld() {
    unblock::block_in_place([&] { rt.block_on(write()); });
    co_return;
  }
  Task anotherLock() {
    auto guard = co_await other.lock();
    unblock::block_in_place([&] { rt.block_on(write()); });
  }
  Task unrelatedWork() {
    auto guard = co_await mutex.lock();
    unblock::block_in_place([&] { rt.block_on(log()); });
  }
  Task scopeEnded() {
    {
      auto guard = co_await mutex.lock();
    }
    unblock::block_in_place([&] { rt.block_on(write()); });
  }
  Task released() {
    auto guard = co_await mutex.lock();
    guard.unlock();
    unblock::block_in_place([&] { rt.block_on(write()); });
  }

  Task heldByTheMember() {
    auto guard = co_await mutex.lock();
    unblock::block_in_place([&] { rt.block_on(write()); });
    // CHECK-NOTES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'unblock::runtime::block_on' can deadlock coroutine 'Store::heldByTheMember': the work that it waits for needs 'mutex', which the coroutine holds [async-nested-block-on]
    // CHECK-NOTES: :[[@LINE-3]]:10: note: 'mutex' is locked here
    // CHECK-NOTES: :[[@LINE-5]]:8: note: coroutine 'Store::heldByTheMember' begins here
    // CHECK-NOTES: :[[@LINE-4]]:{{[0-9]+}}: note: release the lock before 'block_in_place'
  }
};

Task passedOn(AsyncMutex &m, unblock::runtime &rt) {
  auto guard = co_await m.lock();
  unblock::block_in_place([&] { rt.block_on(save(m)); });
  // CHECK-NOTES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'unblock::runtime::block_on' can deadlock coroutine 'passedOn': the work that it waits for needs 'm', which the coroutine holds [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'm' is locked here
  // CHECK-NOTES: :[[@LINE-5]]:6: note: coroutine 'passedOn' begins here
  // CHECK-NOTES: :[[@LINE-4]]:{{[0-9]+}}: note: release the lock before 'block_in_place'
}
