// RUN: %check_async %s async-blocking-call %t \
// RUN:   -config='{CheckOptions: {async-blocking-call.ForeignCalls: listed, async-blocking-call.ForeignHeaders: "*/listed.h"}}'
// XFAIL: *
// A helper keeps one foreign call: an unlisted one hides a listed one after it.

#include "listed.h"
#include <coroutine>

struct Task {
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
};

extern "C" void unlisted();

void helper() {
  unlisted();
  listed();
}
Task coroutine() {
  helper();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'helper' may block {{.*}} it reaches 'listed', {{.*}}
  co_return;
}
