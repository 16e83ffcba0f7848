// RUN: %check_async -std=c++23 %s async-blocking-call %t
// What C++23 adds.

#include "task.h"
#include <unistd.h>

struct Functor {
  static void operator()(int) {}
};
Task<> harmless(Functor f) {
  f(1);
  if consteval {
    sleep(1);
  }
  if not consteval {
    co_await tick();
  } else {
    sleep(2);
  }
}

struct Deducing {
  void run(this Deducing &self) { sleep(1); }
  template <typename Self> void generic(this Self &&self) { sleep(1); }
  Task<> coroutine(this Deducing self) {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs coroutine 'Deducing::coroutine': {{.*}}
    co_await tick();
  }
};
Task<> deducing(Deducing d) {
  d.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{3|5}}: warning: 'Deducing::run' blocks {{.*}}
  d.generic();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{3|5}}: warning: 'Deducing::generic' blocks {{.*}}
  co_await tick();
}
struct StaticCall {
  static void operator()(int n) { sleep(n); }
  static int operator[](int n) { return sleep(n); }
};
Task<> staticOperators(StaticCall s) {
  s(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'StaticCall::operator()' blocks {{.*}}
  (void)s[1];
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'StaticCall::operator[]' blocks {{.*}}
  co_await tick();
}
Task<> lambdas() {
  auto fixed = [] static {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  };
  fixed();
  auto recursive = [](this auto self, int n) -> void {
    if (n)
      self(n - 1);
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  };
  recursive(3);
  co_await tick();
}
Task<> notConsteval() {
  if not consteval {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  }
  co_await tick();
}
// Multidimensional subscripts, size_t literals and the like are calls as before.
struct Grid {
  int operator[](int, int) const { return sleep(1); }
};
Task<> grid(const Grid &g) {
  (void)g[1, 2];
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Grid::operator[]' blocks {{.*}}
  co_await tick();
}
