// folly::coro, in the shape of folly/coro/*.h, folly/executors/*.h.
#ifndef INPUTS_FOLLY_MOCK_H
#define INPUTS_FOLLY_MOCK_H
#include "../coro_mock.h"
#include <chrono>

namespace folly {

class Executor {
public:
  virtual void add(mock::Function f);
};
class IOExecutor : public virtual Executor {};
class CPUThreadPoolExecutor : public Executor {
public:
  explicit CPUThreadPoolExecutor(int threads);
  void add(mock::Function f) override;
};
class EventBase : public IOExecutor {
public:
  void add(mock::Function f) override;
  void runInEventBaseThread(mock::Function f);
  void loop();
};

namespace coro {

template <typename T> class TaskWithExecutor {
public:
  MOCK_COROUTINE(TaskWithExecutor, std::suspend_always)
};
template <typename T = void> class [[nodiscard]] Task {
public:
  MOCK_COROUTINE(Task, std::suspend_always)
};
template <typename T> class AsyncGenerator {
public:
  struct promise_type : mock::Promise<AsyncGenerator, void, std::suspend_always> {
    mock::Awaiter<void> yield_value(T value);
  };
  mock::Awaiter<T *> next();
};
template <typename T> class Generator {
public:
  struct promise_type : mock::Promise<Generator, void, std::suspend_always> {
    std::suspend_always yield_value(T value);
  };
  T *begin();
  T *end();
};

struct blocking_wait_fn {
  template <typename T> T operator()(Task<T> t) const { return t.await_resume(); }
};
inline constexpr blocking_wait_fn blockingWait{};

namespace detail::adl {
struct WithExecutorFunction {
  template <typename T>
  TaskWithExecutor<T> operator()(Executor *e, Task<T> t) const;
};
} // namespace detail::adl
inline constexpr detail::adl::WithExecutorFunction co_withExecutor{};

struct co_invoke_fn {
  template <typename F> auto operator()(F f) const { return f(); }
};
inline constexpr co_invoke_fn co_invoke{};

Task<void> sleep(std::chrono::microseconds d);
class Baton {
public:
  mock::Awaiter<void> operator co_await();
  void post();
};
class Mutex {
public:
  mock::Awaiter<int> co_scoped_lock();
};

} // namespace coro
} // namespace folly
#endif
