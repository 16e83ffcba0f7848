// RUN: %check_async %s async-blocking-call %t
// One file per construct is in the folder blocking-call.

#include <coroutine>
extern "C" unsigned sleep(unsigned seconds);

struct Task {
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume();
};
Task tick();

int main() {
  sleep(1);
}

void helper() { sleep(1); }

Task suspends() {
  co_await tick();
}

Task direct() {
  sleep(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'direct': it suspends the calling thread [async-blocking-call]
  // CHECK-NOTES: :[[@LINE-3]]:6: note: coroutine 'direct' begins here
  co_await tick();
}

Task throughHelper() {
  helper();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'helper' blocks the worker that runs coroutine 'throughHelper': it reaches 'sleep', which suspends the calling thread [async-blocking-call]
  // CHECK-NOTES: :[[@LINE-16]]:17: note: 'helper' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:6: note: coroutine 'throughHelper' begins here
  co_await tick();
}
