// A runtime that no built-in profile knows.
#pragma once
#include <coroutine>
#include <utility>

namespace acme {
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
template <typename T> struct Pending {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};
struct Priority {};
template <typename F>
auto run_blocking(F f, Priority = {}) -> Pending<decltype(f())> {
  return {};
}
struct Clock {
  int wait(int n);
  Pending<int> wait_async(int n);
};
Pending<void> yield();
Pending<void> pause(int n);
int query(int n);
} // namespace acme
