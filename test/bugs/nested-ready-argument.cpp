// XFAIL: *
// A result that was awaited with resolve() is ready; a helper that it is passed
// to does not block on it, but the helper's summary does not know its argument.
// RUN: %check_async %s async-nested-block-on %t

#include <coroutine>
#include <utility>

namespace concurrencpp {
template <typename T> struct result {
  struct Awaiter {
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    result await_resume();
  };
  Awaiter resolve();
  T get();
};
} // namespace concurrencpp

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

int use(concurrencpp::result<int> done) { return done.get(); }

Task passesOn(concurrencpp::result<int> pending) {
  auto done = co_await pending.resolve();
  use(std::move(done));
}
