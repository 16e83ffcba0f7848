// Tasks and hops of several libraries: what the tests need of them, under the
// names that the profiles know. Most have no structure that tells of it.
#pragma once
#include <coroutine>

namespace mock {
template <typename T> struct awaiter {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};
} // namespace mock

namespace asio {
template <typename T> struct awaitable : mock::awaiter<T> {};
struct use_awaitable_t {};
inline constexpr use_awaitable_t use_awaitable;
struct deferred_t {};
inline constexpr deferred_t deferred;
struct detached_t {};
inline constexpr detached_t detached;
namespace experimental {
template <typename T> struct deferred_async_operation : mock::awaiter<T> {};
template <typename T> struct promise : mock::awaiter<T> {};
} // namespace experimental
struct io_context {};
struct steady_timer {
  awaitable<void> async_wait(use_awaitable_t);
  experimental::deferred_async_operation<void> async_wait(deferred_t);
  void async_wait(detached_t);
  experimental::promise<void> async_wait(int);
};
template <typename T> awaitable<T> co_spawn(io_context &, awaitable<T>, use_awaitable_t);
template <typename T> void co_spawn(io_context &, awaitable<T>, detached_t);
template <typename T> awaitable<T> operator||(awaitable<T>, awaitable<T>);
template <typename T> awaitable<void> post(T);
} // namespace asio

namespace folly {
struct Executor {};
template <typename T> struct Future : mock::awaiter<T> {};
template <typename T> struct SemiFuture : mock::awaiter<T> {};
namespace coro {
template <typename T> struct TaskWithExecutor : mock::awaiter<T> {
  SemiFuture<T> start() &&;
};
template <typename T> struct Task : mock::awaiter<T> {
  TaskWithExecutor<T> scheduleOn(Executor *) &&;
};
} // namespace coro
} // namespace folly

namespace unblock {
template <typename T> struct task : mock::awaiter<T> {};
template <typename T> struct join_handle : mock::awaiter<T> {};
template <typename T> join_handle<T> spawn(task<T>);
} // namespace unblock

namespace QCoro {
template <typename T> struct Task : mock::awaiter<T> {};
template <typename T> struct LazyTask : mock::awaiter<T> {};
} // namespace QCoro

namespace concurrencpp {
template <typename T> struct result : mock::awaiter<T> {};
template <typename T> struct lazy_result : mock::awaiter<T> {};
struct executor {
  template <typename F> result<void> submit(F) { return {}; }
};
} // namespace concurrencpp

namespace coro {
template <typename T> struct task : mock::awaiter<T> {};
struct thread_pool {
  struct schedule_operation : mock::awaiter<void> {};
  schedule_operation schedule();
  template <typename T> task<T> schedule(task<T>);
};
} // namespace coro

namespace cppcoro {
template <typename T> struct task : mock::awaiter<T> {};
struct static_thread_pool {
  struct schedule_operation : mock::awaiter<void> {};
  schedule_operation schedule();
};
} // namespace cppcoro

namespace boost::cobalt {
template <typename T> struct task : mock::awaiter<T> {};
template <typename T> struct promise : mock::awaiter<T> {};
} // namespace boost::cobalt

namespace drogon {
template <typename T> struct Task : mock::awaiter<T> {};
struct AsyncTask {};
} // namespace drogon

namespace seastar {
template <typename T> struct future : mock::awaiter<T> {};
} // namespace seastar

namespace async_simple::coro {
template <typename T> struct Lazy : mock::awaiter<T> {
  template <typename F> void start(F) {}
};
} // namespace async_simple::coro
