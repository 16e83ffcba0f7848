// RUN: %check_async -models=%S/Inputs/pool-models.yaml %s async-spawn-blocking-coroutine %t
//
// A pool and tasks that the user's models name.

#include "acme.h"

using acme::Task;

int compute(int n);
Task<int> child(int n);

// The wrapper awaits what the closure gives.
void driven() {
  (void)acme::run_task([]() -> Task<int> { co_return compute(1); });
}
template <typename F> Task<int> awaits(F f) { co_return co_await f(); }
Task<> passedOn() {
  co_await awaits([]() -> Task<int> { co_return compute(1); });
  co_await acme::run_blocking([] { return compute(1); });
}
// A handle is not lazy.
Task<> handles() {
  co_await acme::run_blocking([] { return acme::run(child(1)); });
}

Task<> wrong() {
  auto task = co_await acme::run_blocking([]() -> Task<int> {
    // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'acme::run_blocking' calls the closure, a coroutine: it gives a task, and nothing of it runs there [async-spawn-blocking-coroutine]
    // CHECK-MESSAGES: :[[@LINE-2]]:24: note: start the task with 'acme::run', and move only the calls that block to 'acme::run_blocking'
    co_return compute(1);
  });
  co_await acme::blocking_region([]() -> Task<int> { co_return compute(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'acme::blocking_region' calls the closure, a coroutine: {{.*}}
  acme::fire([] { compute(1); });
}
// An awaitable of the user, known by its shape.
struct Lazy {
  struct promise_type {
    Lazy get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
Lazy lazily() { co_return; }
Task<> structural() {
  co_await acme::run_blocking(lazily);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'acme::run_blocking' calls 'lazily', a coroutine: {{.*}}
}
