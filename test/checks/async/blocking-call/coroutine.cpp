// RUN: %check_async %s async-blocking-call %t
// Coroutine functions are async contexts, wherever they are written.

#include "task.h"
#include <unistd.h>

// No context: nothing here is a coroutine.
int main() {
  sleep(1);
  return 0;
}
void plain() { sleep(1); }
struct Plain {
  Plain() { sleep(1); }
  ~Plain() { sleep(1); }
  void member() { sleep(1); }
  static void fixed() { sleep(1); }
  Plain &operator++() {
    sleep(1);
    return *this;
  }
};
// Returns a task, but is no coroutine: who calls it is not known.
Task<> makesTask();
Task<> forwards() {
  sleep(1);
  return makesTask();
}
// An awaitable type in the parameters does not make a coroutine.
void takesTask(Task<> T) { sleep(1); }

Task<> clean() {
  co_await tick();
}

Task<int> returnsValue() {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'returnsValue': it suspends the calling thread [async-blocking-call]
  co_return 1;
}

Task<> afterSuspension() {
  co_await tick();
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'afterSuspension': {{.*}}
}

Task<> inControlFlow(int n, bool b) {
  co_await tick();
  if (b)
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  else
    usleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'usleep' blocks {{.*}}
  for (int i = 0; i < n; i += sleep(2))
    // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'sleep' blocks {{.*}}
    co_await tick();
  while (sleep(3))
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'sleep' blocks {{.*}}
    co_await tick();
  do
    co_await tick();
  while (sleep(4));
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'sleep' blocks {{.*}}
  switch (n) {
  case 1:
    sleep(5);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
    break;
  default:
    co_await tick();
  }
  int left = b ? sleep(6) : 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'sleep' blocks {{.*}}
  bool both = b && sleep(7);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'sleep' blocks {{.*}}
  (void)left, (void)both;
}

Task<> handles() {
  bool failed = false;
  try {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
    co_await tick();
  } catch (int) {
    failed = true;
    sleep(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  } catch (...) {
    usleep(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'usleep' blocks {{.*}}
  }
  if (failed)
    co_await tick();
}

Task<int> inReturn() {
  co_return sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'sleep' blocks {{.*}}
}

Task<> inArgumentOfAwait() {
  co_await readable(sleep(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'sleep' blocks {{.*}}
}

Task<> inInitialiser() {
  unsigned left = sleep(1), more{sleep(2)};
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'sleep' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:34: warning: 'sleep' blocks {{.*}}
  static unsigned once = sleep(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'sleep' blocks {{.*}}
  unsigned all[] = {sleep(4), 0};
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'sleep' blocks {{.*}}
  if (unsigned rest = sleep(5); rest > 1)
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'sleep' blocks {{.*}}
    co_await tick();
  (void)left, (void)more, (void)once, (void)all;
}

struct Service {
  Task<> run() {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs coroutine 'Service::run': {{.*}}
    co_await tick();
  }
  Task<> outOfLine();
  static Task<> fixed() {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs coroutine 'Service::fixed': {{.*}}
    co_await tick();
  }
  virtual Task<> overridden() {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs coroutine 'Service::overridden': {{.*}}
    co_await tick();
  }
  Task<> operator()() const {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs coroutine 'Service::operator()': {{.*}}
    co_await tick();
  }
  friend Task<> friendly(Service &) {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs coroutine 'friendly': {{.*}}
    co_await tick();
  }
  struct Nested {
    Task<> run() {
      sleep(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the worker that runs coroutine 'Service::Nested::run': {{.*}}
      co_await tick();
    }
  };
};
Task<> Service::outOfLine() {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'Service::outOfLine': {{.*}}
  co_await tick();
}

namespace ns {
namespace {
Task<> hidden() {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'ns::(anonymous)::hidden': {{.*}}
  co_await tick();
}
} // namespace
inline namespace v1 {
Task<> versioned() {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'ns::versioned': {{.*}}
  co_await tick();
}
} // namespace v1
} // namespace ns

// A coroutine that only returns is one as well.
Task<> onlyReturns() {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  co_return;
}

// Not executed where it is written: a local class belongs to who uses it.
Task<> localClass() {
  struct Local {
    void member() { sleep(1); }
    ~Local() { sleep(1); }
  };
  Local *unused = nullptr;
  (void)unused;
  co_await tick();
}

// Two statements of one coroutine are two findings, one statement is one.
Task<> twice() {
  sleep(1); sleep(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:13: warning: 'sleep' blocks {{.*}}
  co_await tick();
}
