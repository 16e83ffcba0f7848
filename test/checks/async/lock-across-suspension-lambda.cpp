// RUN: %check_async %s async-lock-across-suspension %t
//
// Lambdas: plain ones inside coroutines, coroutine lambdas, captured guards.

#include "coro_types.h"
#include <mutex>

std::mutex m;
int work();
void spawn(task<>);
template <typename F> void each(F f) { f(1); }

//===--- Nothing to report ------------------------------------------------===//

task<> lockInsideALambda() {
  auto locked = [] {
    std::lock_guard guard(m);
    return work();
  };
  locked();
  co_await tick();
}

task<> lockInsideACalledLambda() {
  int x = [&] {
    std::lock_guard guard(m);
    return work();
  }();
  co_await tick();
  (void)x;
}

task<> suspensionInsideALambda() {
  std::lock_guard guard(m);
  auto later = []() -> task<> { co_await tick(); };
  work();
  co_return;
}

task<> suspensionInsideASpawnedLambda() {
  std::lock_guard guard(m);
  spawn([]() -> task<> { co_await tick(); }());
  co_return;
}

void lambdaInAPlainFunction() {
  std::lock_guard guard(m);
  spawn([]() -> task<> { co_await tick(); }());
}

task<> manualInsideALambda() {
  each([&](int) {
    m.lock();
    work();
    m.unlock();
  });
  co_await tick();
}

task<> nestedLambdas() {
  auto outer = [] {
    std::lock_guard guard(m);
    auto inner = []() -> task<> { co_await tick(); };
    spawn(inner());
  };
  outer();
  co_await tick();
}

auto unlocked = []() -> task<> {
  std::unique_lock lk(m);
  lk.unlock();
  co_await tick();
};

task<> capturedByReference() {
  std::unique_lock lk(m);
  auto release = [&lk] { lk.unlock(); };
  release();
  co_await tick();
}

task<> capturedByReferenceAndAwaited() {
  std::unique_lock lk(m);
  auto release = [&lk]() -> task<> {
    lk.unlock();
    co_await tick();
  };
  co_await release();
}

//===--- Held -------------------------------------------------------------===//

auto global = []() -> task<> {
  std::lock_guard guard(m);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: a coroutine lambda suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
};

void plainFunction() {
  auto local = [&]() -> task<> {
    std::lock_guard guard(m);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: a coroutine lambda suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:21: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  };
  spawn(local());
}

void calledAtOnce() {
  spawn([]() -> task<> {
    std::lock_guard guard(m);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: a coroutine lambda suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:21: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }());
}

auto mutableLambda = [n = 0]() mutable -> task<> {
  std::lock_guard guard(m);
  n = co_await answer();
  // CHECK-NOTES: :[[@LINE-1]]:7: warning: a coroutine lambda suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:7: note: release the lock before the suspension point, or use an async mutex
};

auto generic = [](auto &mutex) -> task<> {
  std::lock_guard guard(mutex);
  co_await tick();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: a coroutine lambda suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
};
void instantiates() { spawn(generic(m)); }

struct service {
  std::mutex mutex_;
  auto handler() {
    return [this]() -> task<> {
      std::lock_guard guard(mutex_);
      co_await tick();
      // CHECK-NOTES: :[[@LINE-1]]:7: warning: a coroutine lambda suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
      // CHECK-NOTES: :[[@LINE-3]]:23: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
      // CHECK-NOTES: :[[@LINE-3]]:7: note: release the lock before the suspension point, or use an async mutex
    };
  }
  task<> capturesThis() {
    co_await [this]() -> task<> {
      std::lock_guard guard(this->mutex_);
      co_await tick();
      // CHECK-NOTES: :[[@LINE-1]]:7: warning: a coroutine lambda suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
      // CHECK-NOTES: :[[@LINE-3]]:23: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
      // CHECK-NOTES: :[[@LINE-3]]:7: note: release the lock before the suspension point, or use an async mutex
    }();
  }
};

task<> bothOfThem() {
  std::lock_guard guard(m);
  co_await [&]() -> task<> {
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine 'bothOfThem' suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
  // CHECK-NOTES: :[[@LINE-3]]:19: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: release the lock before the suspension point, or use an async mutex
    std::mutex inner;
    std::lock_guard guard(inner);
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: a coroutine lambda suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:21: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  }();
}

void nested() {
  auto outer = [] {
    auto inner = []() -> task<> {
      std::lock_guard guard(m);
      co_await tick();
      // CHECK-NOTES: :[[@LINE-1]]:7: warning: a coroutine lambda suspends while it holds 'guard': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
      // CHECK-NOTES: :[[@LINE-3]]:23: note: 'guard', of type 'std::lock_guard<std::mutex>', is locked here
      // CHECK-NOTES: :[[@LINE-3]]:7: note: release the lock before the suspension point, or use an async mutex
    };
    spawn(inner());
  };
  outer();
}

using Lock = std::unique_lock<std::mutex>;
void parameters() {
  auto takes = [](Lock lk) -> task<> {
    co_await tick();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: a coroutine lambda suspends while it holds 'lk': who waits for that mutex blocks a worker until the coroutine is resumed, perhaps on that worker [async-lock-across-suspension]
    // CHECK-NOTES: :[[@LINE-3]]:24: note: 'lk', of type 'Lock', is locked here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: release the lock before the suspension point, or use an async mutex
  };
  spawn(takes(Lock(m)));
}
