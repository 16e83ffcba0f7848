// RUN: %check_async %s async-blocking-call %t -- -I %src_root/lib/runtime/include
// RUN: not %clangxx -std=c++20 -fsyntax-only -I %src_root/lib/runtime/include -DEMPTY %s 2>&1 | FileCheck %s
// RUN: not %clangxx -std=c++20 -fsyntax-only -I %src_root/lib/runtime/include -I %S/Inputs -DNO_LITERAL %s 2>&1 | FileCheck -check-prefix=LITERAL %s
// Scopes in which blocking is accepted, for a reason.

#ifdef EMPTY
#include <unblock/annotations.hpp>
void f() { UNBLOCK_ALLOW_BLOCKING(""); }
// CHECK: error: static assertion failed{{.*}}: an allowance to block needs a reason
#elif defined(NO_LITERAL)
#include <unblock/annotations.hpp>
void f() { UNBLOCK_ALLOW_BLOCKING(); }
// LITERAL: error:
#else

#include "task.h"
#include <mutex>
#include <unblock/annotations.hpp>
#include <unistd.h>

void slow() { sleep(1); }
void quick() {}

Task<> wholeBody() {
  UNBLOCK_ALLOW_BLOCKING("runs once, at start-up");
  sleep(1);
  slow();
  co_await tick();
  slow();
}
Task<> narrow() {
  {
    UNBLOCK_ALLOW_BLOCKING("one line of configuration");
    slow();
  }
  co_await tick();
}
Task<> nested(bool b) {
  {
    UNBLOCK_ALLOW_BLOCKING("the file is in memory");
    if (b) {
      for (int i = 0; i < 2; ++i)
        slow();
    }
  }
  co_await tick();
}
// Two allowances in one scope tree, both used.
Task<> twice() {
  UNBLOCK_ALLOW_BLOCKING("outer");
  slow();
  {
    UNBLOCK_ALLOW_BLOCKING("inner");
    slow();
  }
  co_await tick();
}
// In a helper: its callers are not charged.
void helper() {
  UNBLOCK_ALLOW_BLOCKING("never takes longer than a millisecond");
  slow();
}
Task<> usesHelper() {
  helper();
  co_await tick();
}
// A lambda inside of the scope.
Task<> lambda() {
  UNBLOCK_ALLOW_BLOCKING("measured");
  auto pause = [] { sleep(1); };
  pause();
  co_await tick();
}
Task<> lambdaItself() {
  auto pause = [] {
    UNBLOCK_ALLOW_BLOCKING("measured");
    sleep(1);
  };
  pause();
  co_await tick();
}
// A coroutine lambda has a scope of its own.
Task<> coroutineLambda() {
  co_await []() -> Task<> {
    UNBLOCK_ALLOW_BLOCKING("measured");
    sleep(1);
    co_await tick();
  }();
}
// A destructor at the end of the scope.
struct Slow {
  ~Slow() { sleep(1); }
};
Task<> destroys() {
  UNBLOCK_ALLOW_BLOCKING("measured");
  Slow s;
  co_await tick();
}
// It covers categories that are switched off, and what other checks look for.
void locks(std::mutex &m) { std::lock_guard guard(m); }
Task<> otherCategories(std::mutex &m) {
  {
    UNBLOCK_ALLOW_BLOCKING("is never held for long");
    locks(m);
  }
  {
    UNBLOCK_ALLOW_BLOCKING("takes half a second");
    for (int i = 0; i < 1'000'000'000; ++i)
      quick();
  }
  co_await tick();
}
// Through a macro of the project.
#define ALLOW_HERE UNBLOCK_ALLOW_BLOCKING("agreed upon")
Task<> macro() {
  ALLOW_HERE;
  slow();
  co_await tick();
}
// In every instantiation.
template <typename T> Task<> generic(T t) {
  UNBLOCK_ALLOW_BLOCKING("tested");
  t();
  co_await tick();
}
Task<> instantiates() {
  co_await generic(slow);
}

// Before and behind the scope.
Task<> outside() {
  slow();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks {{.*}}
  {
    UNBLOCK_ALLOW_BLOCKING("in here only");
    slow();
  }
  slow();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks {{.*}}
  co_await tick();
}
Task<> beforeIt() {
  slow();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks {{.*}}
  UNBLOCK_ALLOW_BLOCKING("from here on");
  slow();
  co_await tick();
}

// Unused.
Task<> unused() {
  UNBLOCK_ALLOW_BLOCKING("was needed once");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this allowance to block covers no blocking call
  quick();
  co_await tick();
}
Task<> innerSuffices() {
  UNBLOCK_ALLOW_BLOCKING("was needed once");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this allowance to block covers no blocking call
  {
    UNBLOCK_ALLOW_BLOCKING("is needed");
    slow();
  }
  co_await tick();
}
Task<> outsideOfTheDestroyed() {
  Slow s;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Slow::~Slow' blocks {{.*}}
  {
    UNBLOCK_ALLOW_BLOCKING("too narrow");
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this allowance to block covers no blocking call
  }
  co_await tick();
}
void unusedInHelper() {
  UNBLOCK_ALLOW_BLOCKING("was needed once");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this allowance to block covers no blocking call
  quick();
}
Task<> callsUnusedInHelper() {
  unusedInHelper();
  co_await tick();
}
Task<> aroundCoroutineLambda() {
  UNBLOCK_ALLOW_BLOCKING("the lambda is a coroutine");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this allowance to block covers no blocking call
  co_await []() -> Task<> {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs a coroutine lambda: {{.*}}
    co_await tick();
  }();
}
Task<> tooLate() {
  slow();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks {{.*}}
  UNBLOCK_ALLOW_BLOCKING("behind the call");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this allowance to block covers no blocking call
  co_await tick();
}
// A reason of blanks is none.
Task<> blank() {
  UNBLOCK_ALLOW_BLOCKING("  ");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: an allowance to block needs a reason
  slow();
  co_await tick();
}
// An unused one outside of async contexts, where nothing was to be allowed.
void plain() {
  UNBLOCK_ALLOW_BLOCKING("not an async context");
  slow();
}
#endif
