// A runtime of the project's own.
#ifndef ACME_TASK_H
#define ACME_TASK_H

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace acme {

template <typename T> class Task;

namespace detail {
struct PromiseBase {
  std::coroutine_handle<> next = std::noop_coroutine();
  std::exception_ptr error;

  struct Final {
    bool await_ready() noexcept { return false; }
    template <typename P>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<P> h) noexcept {
      return h.promise().next;
    }
    void await_resume() noexcept {}
  };
  std::suspend_always initial_suspend() noexcept { return {}; }
  Final final_suspend() noexcept { return {}; }
  void unhandled_exception() { error = std::current_exception(); }
};
template <typename T> struct Promise : PromiseBase {
  std::optional<T> value;
  Task<T> get_return_object();
  template <typename U> void return_value(U &&u) {
    value.emplace(std::forward<U>(u));
  }
  T take() { return std::move(*value); }
};
template <> struct Promise<void> : PromiseBase {
  Task<void> get_return_object();
  void return_void() {}
  void take() {}
};
} // namespace detail

template <typename T = void> class [[nodiscard]] Task {
public:
  using promise_type = detail::Promise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  explicit Task(Handle h) : handle(h) {}
  Task(Task &&other) noexcept : handle(std::exchange(other.handle, {})) {}
  ~Task() {
    if (handle)
      handle.destroy();
  }
  bool await_ready() const noexcept { return false; }
  Handle await_suspend(std::coroutine_handle<> next) noexcept {
    handle.promise().next = next;
    return handle;
  }
  T await_resume() {
    if (handle.promise().error)
      std::rethrow_exception(handle.promise().error);
    return handle.promise().take();
  }
  /// Runs it to its end: nothing here really waits.
  T run() {
    handle.resume();
    return await_resume();
  }

private:
  Handle handle;
};
template <typename T> Task<T> detail::Promise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<Promise>::from_promise(*this));
}
inline Task<void> detail::Promise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<Promise>::from_promise(*this));
}

} // namespace acme

#endif
