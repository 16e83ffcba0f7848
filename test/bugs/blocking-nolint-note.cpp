// RUN: %check_async %s async-blocking-call %t
// XFAIL: *
// clang-tidy drops a note that stands in a line with NOLINT, and the notes after
// it; unblock-lint shows them.

#include <coroutine>
#include <unistd.h>

struct Task {
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
};

void marked() { sleep(1); } // NOLINT(async-blocking-call)
Task coroutine() {
  marked();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'marked' blocks {{.*}}
  // CHECK-NOTES: :[[@LINE-4]]:17: note: 'marked' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:6: note: coroutine 'coroutine' begins here
  co_return;
}
