// What the mock-ups of libraries are made of: declarations without bodies.

#ifndef INPUTS_CORO_MOCK_H
#define INPUTS_CORO_MOCK_H

#include <coroutine>
#include <utility>

namespace mock {

template <typename T> struct Awaiter {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> Handle) noexcept;
  T await_resume();
};

template <typename Result, typename T, typename Initial> struct Promise {
  Result get_return_object();
  Initial initial_suspend() noexcept;
  std::suspend_always final_suspend() noexcept;
  void unhandled_exception() noexcept;
  template <typename U> void return_value(U &&Value);
};
template <typename Result, typename Initial>
struct Promise<Result, void, Initial> {
  Result get_return_object();
  Initial initial_suspend() noexcept;
  std::suspend_always final_suspend() noexcept;
  void unhandled_exception() noexcept;
  void return_void() noexcept;
};

// A type-erased callable, so that templates of lambdas have something to do.
class Function {
public:
  template <typename F> Function(F &&f) { keep((const void *)&f); }

private:
  void keep(const void *f);
};

} // namespace mock

// In a class template `Name<T>`: its promise, and what awaiting it needs.
#define MOCK_COROUTINE(Name, Initial)                                          \
  using promise_type = mock::Promise<Name, T, Initial>;                        \
  Name(Name &&) noexcept;                                                      \
  ~Name();                                                                     \
  bool await_ready() const noexcept;                                           \
  void await_suspend(std::coroutine_handle<> Handle) noexcept;                 \
  T await_resume();

#endif // INPUTS_CORO_MOCK_H
