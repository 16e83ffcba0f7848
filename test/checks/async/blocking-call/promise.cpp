// RUN: %check_async %s async-blocking-call %t
// What the compiler calls of a promise runs on the worker.

#include "task.h"
#include <unistd.h>

// No promise: the hooks of something else.
struct Hooks {
  void return_void() { sleep(1); }
  void unhandled_exception() { sleep(1); }
};

struct Logged {
  struct promise_type {
    Logged get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept {
      sleep(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the worker that runs promise member 'Logged::promise_type::final_suspend': {{.*}}
      return {};
    }
    void return_void() {
      sleep(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the worker that runs promise member 'Logged::promise_type::return_void': {{.*}}
      // CHECK-MESSAGES: :[[@LINE-3]]:10: note: promise member 'Logged::promise_type::return_void' begins here
    }
    void unhandled_exception() {
      sleep(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the worker that runs promise member 'Logged::promise_type::unhandled_exception': {{.*}}
    }
    Operation await_transform(Operation o) {
      sleep(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the worker that runs promise member 'Logged::promise_type::await_transform': {{.*}}
      return o;
    }
    // Of the user's own.
    void cancel() { sleep(1); }
  };
};
Logged runs() {
  co_await tick();
}

template <typename T> struct Generic {
  struct promise_type {
    T value;
    Generic get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void unhandled_exception() {}
    template <typename U> void return_value(U u) {
      value = sleep(u);
      // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'sleep' blocks the worker that runs promise member 'Generic::promise_type::return_value': {{.*}}
    }
  };
};
Generic<int> makes() {
  co_return 1;
}

// The consumer of a generator waits, on whatever thread it is.
template <typename T> struct Generator {
  struct promise_type {
    T value;
    Generator get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T v) {
      sleep(1);
      value = v;
      return {};
    }
    void return_void() {}
    void unhandled_exception() {}
  };
  T *begin();
  T *end();
};
Generator<int> numbers() {
  co_yield 1;
}
