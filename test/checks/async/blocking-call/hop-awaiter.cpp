// RUN: %check_async %s async-blocking-call %t -models %S/Inputs/loop.yaml
// The project's own awaiters that resume the coroutine elsewhere.

#include "loop.h"
#include <thread>
#include <unistd.h>

// On a new thread: it may block from here on.
struct NewThread {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    std::thread([h] { h.resume(); }).detach();
  }
  void await_resume() {}
};
Task<> onThread() {
  co_await NewThread();
  sleep(1);
}
struct NewThreadDirect {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    std::jthread t(h);
    t.detach();
  }
  void await_resume() {}
};
NewThreadDirect newThread() { return {}; }
Task<> byFunction() {
  co_await newThread();
  sleep(1);
}
struct OnPool {
  loop::Pool &pool;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    pool.submit([h] { h.resume(); });
  }
  void await_resume() {}
};
Task<> onPool(loop::Pool &p) {
  co_await OnPool{p};
  sleep(1);
}
// A template, as promises differ.
struct Templated {
  bool await_ready() { return false; }
  template <typename P> void await_suspend(std::coroutine_handle<P> h) {
    std::thread([h] { h.resume(); }).detach();
  }
  void await_resume() {}
};
Task<> templated() {
  co_await Templated();
  sleep(1);
}
// Through an operator.
struct ViaOperator {
  NewThread operator co_await() const { return {}; }
};
Task<> viaOperator() {
  co_await ViaOperator();
  sleep(1);
}
// A queue of the project, whose threads nobody knows.
struct Queue {
  void enqueue(std::coroutine_handle<> h);
};
struct OnQueue {
  Queue &queue;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) { queue.enqueue(h); }
  void await_resume() {}
};
Task<> onQueue(Queue &q) {
  co_await OnQueue{q};
  sleep(1);
}
// Local to a function.
Task<> local() {
  struct Local {
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> h) {
      std::thread([h] { h.resume(); }).detach();
    }
    void await_resume() {}
  };
  co_await Local();
  sleep(1);
}

// Awaiters that stay.
struct OnLoop {
  loop::Context &context;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    context.post([h] { h.resume(); });
  }
  void await_resume() {}
};
Task<> onLoop(loop::Context &c) {
  co_await OnLoop{c};
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'onLoop': {{.*}}
}
struct Ready {
  bool await_ready() { return true; }
  void await_suspend(std::coroutine_handle<> h) {
    std::thread([h] { h.resume(); }).detach();
  }
  void await_resume() {}
};
Task<> ready() {
  co_await Ready();
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
}
struct Stores {
  std::coroutine_handle<> handle;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) { handle = h; }
  void await_resume() {}
};
Task<> stores() {
  co_await Stores();
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
}
// The thread does something else.
struct StartsOther {
  bool await_ready() { return false; }
  bool await_suspend(std::coroutine_handle<>) {
    std::thread([] {}).detach();
    return false;
  }
  void await_resume() {}
};
Task<> startsOther() {
  co_await StartsOther();
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
}
