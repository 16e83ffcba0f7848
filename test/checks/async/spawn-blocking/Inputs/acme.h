// A runtime that only the user knows.
#pragma once
#include <coroutine>
#include <functional>
#include <utility>

namespace acme {

template <typename T> struct Awaiter {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};

template <typename T = void> class Task : public Awaiter<T> {
public:
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_value(T);
  };
};
template <> class Task<void> : public Awaiter<void> {
public:
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
};

template <typename T> class Job : public Awaiter<T> {
public:
  void cancel();
  void forget();
};

template <typename F> auto run_blocking(F f) -> Job<decltype(f())> {
  return {};
}
void fire(std::function<void()> f);
template <typename T> Job<T> run(Task<T> task);
template <typename F> auto blocking_region(F f) { return f(); }
template <typename T> Awaiter<bool> with_timeout(int ms, T &&work);

/// Awaits the task that \p f makes, on a thread of its own.
template <typename T> T drive(Task<T> task);
template <typename F> auto run_task(F f) {
  return run_blocking([f] { return drive(f()); });
}

class Screen {
public:
  void draw();
};
void post_to(Screen &screen, int event);

} // namespace acme
