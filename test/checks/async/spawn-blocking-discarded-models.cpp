// RUN: %check_async -models=%S/Inputs/handle-models.yaml %s async-spawn-blocking-discarded %t
//
// Handles that the user's own models name.

#include "coro_types.h"

namespace acme {
template <typename T> struct Ticket {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
  void forget();
};
// Is waited for in another way.
struct Waiter {
  void wait();
};
template <typename F> Ticket<int> run_blocking(F);
template <typename F> Ticket<int> start(F);
// Gives nothing: it is meant to be forgotten.
template <typename F> void post_blocking(F);
struct Workers {
  template <typename F> Waiter submit(F);
};
template <typename F>
[[clang::annotate("unblock::offloads")]] Ticket<int> marked(F) { return {}; }
} // namespace acme

int work(), more();

task<> quiet(acme::Workers &workers) {
  co_await acme::run_blocking(work);
  acme::run_blocking(work).forget();
  acme::post_blocking(work);
  acme::start(work);
  workers.submit(work).wait();
  (void)workers.submit(work);
}

task<> drops(acme::Workers &workers) {
  acme::run_blocking(more);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the handle of the blocking work that 'acme::run_blocking' starts is dropped: its result, its exception and its end are lost [async-spawn-blocking-discarded]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it with 'co_await'; 'forget()' says that nobody is to wait for it
  // CHECK-FIXES: co_await acme::run_blocking(more);
  acme::marked(more);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the handle of the blocking work that 'acme::marked' starts is dropped: its result, its exception and its end are lost [async-spawn-blocking-discarded]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it with 'co_await'; 'forget()' says that nobody is to wait for it
  // CHECK-FIXES: co_await acme::marked(more);
  workers.submit(more);
  // CHECK-NOTES: :[[@LINE-1]]:11: warning: the handle of the blocking work that 'acme::Workers::submit' starts is dropped: its result, its exception and its end are lost [async-spawn-blocking-discarded]
  // CHECK-NOTES: :[[@LINE-2]]:11: note: keep the handle until somebody waits for the end of the work; a cast to 'void' says that nobody is to wait for it
  co_return;
}

// A promise that takes what is its own: there is no fix.
struct strict {
  struct promise_type {
    strict get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
    event await_transform(event);
  };
};
strict refuses() {
  acme::run_blocking(more);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the handle of the blocking work that 'acme::run_blocking' starts is dropped: its result, its exception and its end are lost [async-spawn-blocking-discarded]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: {{.*}}; 'forget()' says that nobody is to wait for it
  co_await tick();
}
