// RUN: %check_async %s async-spawn-blocking-cancellation %t

#include <coroutine>
#include <utility>

namespace unblock {
template <typename T> struct awaiter {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};
template <typename T = void> class task : public awaiter<void> {
public:
  struct promise_type {
    task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
};
template <typename T> class join_handle : public awaiter<T> {
public:
  join_handle();
  join_handle(join_handle &&);
  ~join_handle();
  void abort();
  void detach();
};
template <typename F> auto spawn_blocking(F f) -> join_handle<decltype(f())> {
  return {};
}
template <typename T> awaiter<bool> timeout(int ms, T &&work);
} // namespace unblock

using unblock::spawn_blocking;
using unblock::task;

int compute(int n);
struct stop_token {
  bool stop_requested() const;
};

task<> awaited() {
  auto handle = spawn_blocking([] { return compute(1); });
  handle.abort();
  try {
    co_await handle;
  } catch (...) {
  }
}
task<> told(stop_token token) {
  co_await unblock::timeout(10, spawn_blocking([token] {
    for (int i = 0; i != 9 && !token.stop_requested(); ++i)
      compute(i);
  }));
}

task<> timesOut() {
  co_await unblock::timeout(10, spawn_blocking([] { return compute(1); }));
  // CHECK-NOTES: :[[@LINE-1]]:12: warning: 'unblock::timeout' stops to wait, but the work of 'unblock::spawn_blocking' goes on [async-spawn-blocking-cancellation]
  // CHECK-NOTES: :[[@LINE-2]]:33: note: the work is started here
  // CHECK-NOTES: :[[@LINE-3]]:12: note: do the work in chunks and look at a 'std::stop_token' between them, or keep the handle and await it afterwards
}
task<> aborts() {
  auto handle = spawn_blocking([] { return compute(1); });
  handle.abort();
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'unblock::join_handle::abort' does not stop the work of 'unblock::spawn_blocking' once it has started
  // CHECK-NOTES: :[[@LINE-3]]:17: note: the work is started here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: do the work in chunks and look at a 'std::stop_token' between them; ask for the outcome afterwards to learn whether it ran
  co_return;
}
