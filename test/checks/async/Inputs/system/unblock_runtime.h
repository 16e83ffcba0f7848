// The companion runtime in few words: tasks, runtimes and branches.
#pragma once
#include <coroutine>
#include <utility>

namespace unblock {

template <typename T = void> class [[nodiscard]] task {
public:
  struct promise_type {
    task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_value(T);
  };
  task(task &&) noexcept;
  ~task();
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};
template <> class [[nodiscard]] task<void> {
public:
  struct promise_type {
    task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
  task(task &&) noexcept;
  ~task();
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume();
};

struct operation {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume();
};
template <typename T> class join_handle {
public:
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
  void detach();
};

template <typename T> join_handle<T> spawn(task<T> t);
template <typename F> auto spawn_blocking(F &&f) -> join_handle<decltype(f())> {
  return {};
}
template <typename F> decltype(auto) block_in_place(F &&f) { return f(); }
operation sleep_for(int ms);
template <typename T> void block_on(T &&work);

template <typename... A> operation join_all(A &&...branches);
template <typename... A> operation try_join(A &&...branches);
template <typename... A> operation select(A &&...branches);
template <typename A> operation timeout(int ms, A &&work);

class handle {
public:
  static handle current();
  template <typename T> join_handle<T> spawn(task<T> t) const;
  template <typename F>
  auto spawn_blocking(F &&f) const -> join_handle<decltype(f())> {
    return {};
  }
  template <typename T> void block_on(T &&work) const;
};
class runtime {
public:
  class builder;
  runtime();
  runtime(runtime &&) noexcept;
  ~runtime();
  unblock::handle handle() const;
  template <typename T> join_handle<T> spawn(task<T> t) const;
  template <typename T> void block_on(T &&work) const;
};
class runtime::builder {
public:
  static builder multi_thread();
  static builder current_thread();
  builder &worker_threads(unsigned);
  builder &thread_name(const char *);
  builder &inline_block_in_place(bool run = true);
  runtime build() const;
};

} // namespace unblock
