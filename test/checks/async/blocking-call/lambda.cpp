// RUN: %check_async %s async-blocking-call %t
// Lambdas: coroutines of their own, called at once, or never.

#include "task.h"
#include <unistd.h>

void plainFunction() {
  auto l = [] { sleep(1); };
  l();
}

void madeOutsideOfCoroutines() {
  auto l = []() -> Task<> { co_await tick(); };
  (void)l;
}

// Stored and never run.
Task<> storedOnly() {
  auto l = [] { sleep(1); };
  auto generic = [](auto seconds) { sleep(seconds); };
  (void)l, (void)generic;
  co_await tick();
}

// Handed to who knows whom.
struct AnyFunction {
  template <typename F> AnyFunction(F f) : object(new F(f)) {}
  void *object;
};
struct Button {
  void onClick(AnyFunction f);
};
void unknownFunction(AnyFunction f);
void unknownPointer(void (*f)());
Task<> handedAway(Button &b) {
  b.onClick([] { sleep(1); });
  unknownFunction([] { sleep(1); });
  unknownPointer([] { sleep(1); });
  co_await tick();
}

// A lambda inside a lambda that nobody calls.
Task<> innerOnly() {
  auto outer = [] {
    auto inner = [] { sleep(1); };
    (void)inner;
  };
  outer();
  co_await tick();
}

// What a coroutine lambda does is not what the coroutine around it does: one
// finding, in the lambda.
Task<> around() {
  auto inner = []() -> Task<> {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs a coroutine lambda: it suspends the calling thread
    co_await tick();
  };
  co_await inner();
}

void outsideOfCoroutines() {
  auto l = []() -> Task<> {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs a coroutine lambda: {{.*}}
    co_await tick();
  };
  (void)l;
}

auto Global = [](int n) -> Task<int> {
  co_return sleep(n);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'sleep' blocks the worker that runs a coroutine lambda: {{.*}}
};

// As a default argument and as a default member initialiser.
void withDefault(Task<> (*f)() = []() -> Task<> {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs a coroutine lambda: {{.*}}
  co_return;
});
struct Holder {
  Task<> (*f)() = []() -> Task<> {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs a coroutine lambda: {{.*}}
    co_return;
  };
};

// Called where it is written.
Task<> immediately() {
  int left = [] {
    return sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'sleep' blocks the worker that runs coroutine 'immediately': {{.*}}
    // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: note: this call runs the lambda
    // CHECK-MESSAGES: :[[@LINE-5]]:8: note: coroutine 'immediately' begins here
  }();
  (void)left;
  co_await tick();
}

Task<> calledLater(int n) {
  auto pause = [&n] {
    sleep(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs coroutine 'calledLater': {{.*}}
    // CHECK-MESSAGES: :[[@LINE+3]]:3: note: this call runs the lambda
  };
  co_await tick();
  pause();
  pause();
}

Task<> nested() {
  auto outer = [] {
    auto inner = [] {
      sleep(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the worker that runs coroutine 'nested': {{.*}}
    };
    inner();
  };
  outer();
  co_await tick();
}

Task<> generic() {
  auto pause = [](auto seconds) {
    sleep(seconds);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs coroutine 'generic': {{.*}}
  };
  pause(1);
  pause(2u);
  co_await tick();
}

Task<> templated() {
  auto pause = []<typename T>(T seconds) {
    sleep(seconds);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs coroutine 'templated': {{.*}}
  };
  pause(1);
  co_await tick();
}

// A generic coroutine lambda: at the instantiation that is known.
void genericCoroutines() {
  auto never = [](auto x) -> Task<> {
    x.whatever();
    co_await tick();
  };
  (void)never;
  auto l = [](auto n) -> Task<> {
    sleep(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs a coroutine lambda: {{.*}}
    co_await tick();
  };
  (void)l(1);
  (void)l(2u);
}

struct Member {
  int seconds;
  Task<> run() {
    auto pause = [this] {
      sleep(seconds);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the worker that runs coroutine 'Member::run': {{.*}}
    };
    pause();
    co_await tick();
  }
  Task<> runs() {
    co_await [this]() -> Task<> {
      sleep(seconds);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the worker that runs a coroutine lambda: {{.*}}
      co_await tick();
    }();
  }
};

// Initialisers of captures run where the lambda is made.
Task<> capture() {
  auto l = [left = sleep(1)] { return left; };
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'sleep' blocks the worker that runs coroutine 'capture': {{.*}}
  (void)l;
  co_await tick();
}

// Recursion through 'this' as a parameter needs C++23; through itself:
Task<> recursive() {
  auto walk = [](auto self, int n) -> void {
    if (n == 0)
      sleep(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the worker that runs coroutine 'recursive': {{.*}}
    else
      self(self, n - 1);
  };
  walk(walk, 3);
  co_await tick();
}
