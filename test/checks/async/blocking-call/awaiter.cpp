// RUN: %check_async %s async-blocking-call %t
// Members that a co_await or a promise calls run on the worker.

#include "task.h"
#include <future>
#include <unistd.h>

// Clean.
struct Quick {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
  // No member of the protocol.
  void close() { sleep(1); }
};

// Not all three: no awaiter.
struct NotAnAwaiter {
  bool await_ready() {
    sleep(1);
    return true;
  }
  void await_resume() { sleep(1); }
};

// Always ready: await_suspend is never called.
struct AlwaysReady {
  constexpr bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const { sleep(1); }
  void await_resume() const {}
};

// By the protocol the future is ready when the coroutine is resumed.
template <typename T> struct FutureAwaiter {
  std::future<T> future;
  bool await_ready() {
    return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }
  void await_suspend(std::coroutine_handle<> h);
  T await_resume() { return future.get(); }
};
Task<int> awaitsFuture(std::future<int> f) {
  co_return co_await FutureAwaiter<int>{static_cast<std::future<int> &&>(f)};
}

// What another thread does is not on the worker.
struct OnThread {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    std::thread([h] {
      sleep(1);
      h.resume();
    }).detach();
  }
  void await_resume() {}
};

// Only awaited in a template that is never instantiated.
template <typename T> struct Unused {
  T t;
  bool await_ready() { return t.ready(); }
  void await_suspend(std::coroutine_handle<>) { t.start(); }
  void await_resume() { t.end(); }
};

struct Bad {
  bool await_ready() {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs awaiter member 'Bad::await_ready': it suspends the calling thread
    // CHECK-MESSAGES: :[[@LINE-3]]:8: note: awaiter member 'Bad::await_ready' begins here
    return false;
  }
  bool await_suspend(std::coroutine_handle<> h) {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs awaiter member 'Bad::await_suspend': {{.*}}
    return true;
  }
  int await_resume() {
    return sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'sleep' blocks the worker that runs awaiter member 'Bad::await_resume': {{.*}}
  }
};

// One await_suspend per promise type.
struct Templated {
  bool await_ready() { return false; }
  template <typename Promise>
  void await_suspend(std::coroutine_handle<Promise> h) {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs awaiter member 'Templated::await_suspend': {{.*}}
  }
  void await_resume() {}
};
Task<> usesTemplated() {
  co_await Templated();
}

template <typename T> struct Generic {
  T seconds;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {
    sleep(seconds);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs awaiter member 'Generic::await_resume': {{.*}}
    // CHECK-MESSAGES: :[[@LINE-3]]:8: note: awaiter member 'Generic::await_resume' begins here, instantiated as 'Generic<int>::await_resume'
  }
};
Task<> usesGeneric() {
  co_await Generic<int>{1};
  co_await Generic<unsigned>{1};
}

// The awaiter that an operator or a member function makes.
struct HasOperator {
  struct Awaiter {
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<>) {
      sleep(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the worker that runs awaiter member 'HasOperator::Awaiter::await_suspend': {{.*}}
    }
    void await_resume() {}
  };
  Awaiter operator co_await() {
    usleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'usleep' blocks the worker that runs awaiter member 'HasOperator::operator co_await': {{.*}}
    return {};
  }
};
Task<> usesOperator() {
  co_await HasOperator();
}

// A local awaiter runs when it is awaited, as any other.
Task<> localAwaiter() {
  struct Local {
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<>) {}
    void await_resume() {
      sleep(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the worker that runs awaiter member 'localAwaiter::Local::await_resume': {{.*}}
    }
  };
  co_await Local();
}

// Derived awaiters inherit members.
struct Base {
  bool await_ready() { return false; }
  void await_resume() {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs awaiter member 'Base::await_resume': {{.*}}
  }
};
struct Derived : Base {
  void await_suspend(std::coroutine_handle<>) {}
};
Task<> usesDerived() {
  co_await Derived();
}
