#ifndef ACME_POOL_H
#define ACME_POOL_H

#include <acme/task.h>
#include <type_traits>
#include <utility>

namespace acme {

/// The result of work on the pool.
template <typename T> class Pending {
public:
  explicit Pending(Task<T> task) : task(std::move(task)) {}
  bool await_ready() const noexcept { return false; }
  auto await_suspend(std::coroutine_handle<> next) noexcept {
    return task.await_suspend(next);
  }
  T await_resume() { return task.await_resume(); }

private:
  Task<T> task;
};

template <typename F> auto run_blocking(F function) {
  using R = decltype(function());
  return Pending<R>(
      [](F function) -> Task<R> { co_return function(); }(std::move(function)));
}
template <typename F> auto blocking_region(F &&function) { return function(); }

class BlockingScope {
public:
  BlockingScope();
  ~BlockingScope();
};
class Pool {
public:
  template <typename F> auto run(F function) {
    return run_blocking(std::move(function));
  }
};
template <typename F> void post(F function) { function(); }

} // namespace acme

#endif
