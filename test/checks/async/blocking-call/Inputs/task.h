// A coroutine type as many projects write one: lazy, awaited by one parent,
// resumed where the awaited work ends. No profile knows it.

#ifndef INPUTS_TASK_H
#define INPUTS_TASK_H

#include <coroutine>

namespace task_detail {

struct Final {
  bool await_ready() const noexcept { return false; }
  template <typename Promise>
  std::coroutine_handle<>
  await_suspend(std::coroutine_handle<Promise> Self) const noexcept {
    return Self.promise().Parent;
  }
  void await_resume() const noexcept {}
};

struct PromiseBase {
  std::coroutine_handle<> Parent = std::noop_coroutine();
  std::suspend_always initial_suspend() noexcept { return {}; }
  Final final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept {}
};

template <typename T> struct Promise;

} // namespace task_detail

template <typename T = void> class [[nodiscard]] Task {
public:
  using promise_type = task_detail::Promise<T>;
  explicit Task(std::coroutine_handle<promise_type> Handle) : Handle(Handle) {}
  Task(Task &&Other) noexcept : Handle(Other.Handle) { Other.Handle = nullptr; }
  ~Task() {
    if (Handle)
      Handle.destroy();
  }

  bool await_ready() const noexcept { return Handle.done(); }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> Parent) {
    Handle.promise().Parent = Parent;
    return Handle;
  }
  T await_resume() { return Handle.promise().result(); }

private:
  std::coroutine_handle<promise_type> Handle;
};

namespace task_detail {

template <typename T> struct Promise : PromiseBase {
  T Value{};
  Task<T> get_return_object() {
    return Task<T>(std::coroutine_handle<Promise>::from_promise(*this));
  }
  void return_value(T Result) { Value = static_cast<T &&>(Result); }
  T result() { return static_cast<T &&>(Value); }
};

template <> struct Promise<void> : PromiseBase {
  Task<void> get_return_object() {
    return Task<void>(std::coroutine_handle<Promise>::from_promise(*this));
  }
  void return_void() {}
  void result() {}
};

} // namespace task_detail

// Something that an event loop completes.
struct Operation {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> Parent) noexcept;
  int await_resume() const noexcept { return 0; }
};
Operation tick();
Operation readable(int fd);

#endif // INPUTS_TASK_H
