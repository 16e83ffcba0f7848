// RUN: %check_async %s async-spawn-blocking-capture %t

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
bool ready();

task<> atOnce(int n) {
  int result = 0;
  co_await spawn_blocking([&] { result = compute(n); });
}
task<> later() {
  int result = 0;
  auto handle = spawn_blocking([&result] { result = compute(1); });
  co_await handle;
}
task<> copies(int n) { (void)spawn_blocking([n] { compute(n); }); co_return; }

task<> never() {
  int result = 0;
  auto handle = spawn_blocking([&result] { result = compute(1); });
  // CHECK-NOTES: :[[@LINE-1]]:17: warning: 'result' is captured by reference and may be gone when 'unblock::spawn_blocking' runs the closure [async-spawn-blocking-capture]
  // CHECK-NOTES: :[[@LINE-2]]:34: note: 'result' is captured here
  // CHECK-NOTES: :[[@LINE+3]]:10: note: the handle is given up here
  // CHECK-NOTES: :[[@LINE+3]]:1: note: 'result' ends here, and the work may still run
  // CHECK-NOTES: :[[@LINE-5]]:17: note: copy or move it into the closure, or await the work on every way before it ends
  handle.detach();
}
task<> notAlways() {
  int result = 0;
  auto handle = spawn_blocking([&result] { result = compute(1); });
  // CHECK-NOTES: :[[@LINE-1]]:17: warning: 'result' is captured by reference and may be gone when {{.*}}
  // CHECK-NOTES: :[[@LINE-2]]:34: note: 'result' is captured here
  // CHECK-NOTES: :[[@LINE+3]]:5: note: 'result' ends here, on a way on which nothing has awaited the work
  // CHECK-NOTES: :[[@LINE-4]]:17: note: copy or move {{.*}}
  if (ready())
    co_return;
  co_await handle;
}
