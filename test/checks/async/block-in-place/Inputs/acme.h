// A runtime that only the user's own models know.
#pragma once
#include <coroutine>

namespace acme {

struct Task {
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
struct Job {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
struct Reactor {
  static Reactor *single_threaded(const char *name);
  static Reactor *with_threads(int count);
  Reactor *tolerate_blocking();
  Job start(Task task);
};
void run(Reactor *on, Task task);
Job start(Task task);
Task when_all(Task a, Task b);
template <typename... A> Job race(A... branches) { return {}; }
template <typename F> decltype(auto) blocking_region(F f) { return f(); }
template <typename F> Job run_blocking(F f) { return {}; }
struct BlockingScope {
  explicit BlockingScope(const char *why = "");
  ~BlockingScope();
};

} // namespace acme

void work();
