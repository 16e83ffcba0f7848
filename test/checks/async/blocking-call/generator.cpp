// RUN: %check_async %s async-blocking-call %t
// A generator runs on its consumer's thread: it is no context of its own.

#include "task.h"
#include <iterator>
#include <unistd.h>

template <typename T> struct Generator {
  struct promise_type {
    T value;
    Generator get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T v) noexcept {
      value = v;
      return {};
    }
    void return_void() {}
    void unhandled_exception() {}
  };
  struct iterator {
    std::coroutine_handle<promise_type> handle;
    T &operator*() { return handle.promise().value; }
    iterator &operator++() {
      handle.resume();
      return *this;
    }
    bool operator==(std::default_sentinel_t) const { return handle.done(); }
  };
  iterator begin();
  std::default_sentinel_t end() { return {}; }
};

// An awaitable sequence: its consumer suspends.
template <typename T> struct AsyncGenerator {
  struct promise_type {
    T value;
    AsyncGenerator get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T v) noexcept {
      value = v;
      return {};
    }
    void return_void() {}
    void unhandled_exception() {}
  };
  struct Next {
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<>) {}
    T *await_resume() { return nullptr; }
  };
  Next next() { return {}; }
};

Generator<int> slow() {
  for (int i = 0;; ++i) {
    sleep(1);
    co_yield i;
  }
}
Generator<int> quick() {
  co_yield 1;
}
Generator<int> nested() {
  for (int i : slow())
    co_yield i;
}

void consumer() {
  for (int i : slow())
    (void)i;
}
int main() {
  consumer();
}

Task<> consumesQuick() {
  for (int i : quick())
    (void)i;
  co_await tick();
}

// Made, but consumed elsewhere.
void elsewhere(Generator<int> g);

AsyncGenerator<int> async() {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'async': {{.*}}
  co_yield 1;
  usleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'usleep' blocks the worker that runs coroutine 'async': {{.*}}
}

Task<> consumesSlow() {
  for (int i : slow())
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'slow' blocks the worker that runs coroutine 'consumesSlow': it reaches 'sleep', which suspends the calling thread
    (void)i;
  co_await tick();
}
Task<> consumesNested() {
  for (int i : nested())
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'nested' blocks the worker that runs coroutine 'consumesNested': it reaches 'sleep', which suspends the calling thread
    (void)i;
  co_await tick();
}
