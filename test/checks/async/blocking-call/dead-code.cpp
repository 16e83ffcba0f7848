// RUN: %check_async %s async-blocking-call %t
// Code that is never reached.

#include "task.h"
#include <cstdlib>
#include <exception>
#include <type_traits>
#include <unistd.h>

[[noreturn]] void fail();
[[noreturn]] inline void failWith(int status) { std::exit(status); }

template <bool B> Task<> discarded() {
  if constexpr (B)
    sleep(1);
  co_await tick();
}
template <typename T> Task<> byType(T t) {
  if constexpr (std::is_integral_v<T>)
    sleep(t);
  else
    t.run();
  co_await tick();
}
struct Runs {
  void run() {}
};
Task<> instantiates() {
  co_await discarded<false>();
  co_await byType(Runs());
}

Task<> inFunction() {
  if constexpr (sizeof(int) == 1)
    sleep(1);
  co_await tick();
}

Task<> never(bool b) {
  if (false)
    sleep(1);
  if (0)
    sleep(2);
  if (true)
    co_await tick();
  else
    sleep(3);
  while (false)
    sleep(4);
  for (; false;)
    sleep(5);
  bool c = false && sleep(6);
  bool d = true || sleep(7);
  int e = true ? 0 : sleep(8);
  (void)b, (void)c, (void)d, (void)e;
}

constexpr bool Debug = false;
static const int Level = 0;
enum { Trace = 0 };
Task<> byConstant() {
  if (Debug)
    sleep(1);
  if (Level > 0)
    sleep(2);
  if (Trace)
    sleep(3);
  if (Debug && sizeof(int) == 4)
    sleep(4);
  co_await tick();
}

Task<> afterNoReturn(bool b) {
  co_await tick();
  if (b) {
    fail();
    sleep(1);
  } else if (!b) {
    failWith(1);
    sleep(2);
  } else {
    std::terminate();
    sleep(3);
  }
}
Task<> afterReturn() {
  co_await tick();
  co_return;
  sleep(1);
}
Task<> afterThrow() {
  co_await tick();
  throw 1;
  sleep(1);
}
Task<> afterBreak(int n) {
  for (;;) {
    co_await tick();
    break;
    sleep(1);
  }
  while (n--) {
    co_await tick();
    continue;
    sleep(2);
  }
}
Task<> afterGoto() {
  co_await tick();
  goto end;
  sleep(1);
end:
  co_return;
}
Task<> afterEndlessLoop() {
  for (;;)
    co_await tick();
  sleep(1);
}
Task<> switched() {
  switch (2) {
  case 1:
    sleep(1);
    break;
  case 2:
    co_await tick();
  }
}

struct Fatal {
  [[noreturn]] ~Fatal();
};
Task<> afterNoReturnDestructor() {
  co_await tick();
  { Fatal f; }
  sleep(1);
}

// Dead in the helper.
void helper() {
  if (false)
    sleep(1);
}
void stops() {
  fail();
  sleep(1);
}
Task<> callsThem() {
  helper();
  co_await tick();
  stops();
}

// Alive.
template <bool B> Task<> kept() {
  if constexpr (B)
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  co_await tick();
}
Task<> instantiatesKept() {
  co_await kept<true>();
}
Task<> alive(bool b) {
  if (b)
    fail();
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  if (!Debug)
    sleep(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  if constexpr (sizeof(int) == 4)
    sleep(3);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  co_await tick();
}
