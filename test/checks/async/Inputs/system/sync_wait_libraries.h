// The functions of many libraries that block until an asynchronous result is
// there, under the names that the models know, and what the tests need besides.
#pragma once
#include <coroutine>
#include <utility>

namespace mock {

// What all of the tasks below have in common.
template <typename Task> struct promise {
  Task get_return_object();
  std::suspend_always initial_suspend() noexcept;
  std::suspend_always final_suspend() noexcept;
  void unhandled_exception();
  void return_void();
};
template <typename T> struct awaiter {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};

} // namespace mock

namespace unblock {
template <typename T> struct task : mock::awaiter<T> {
  struct promise_type : mock::promise<task> {};
};
template <typename T> struct join_handle : mock::awaiter<T> {};
template <typename T> T block_on(T);
template <typename T> void block_on(task<T>);
struct handle {
  template <typename T> void block_on(task<T>);
};
struct runtime {
  template <typename T> void block_on(task<T>);
};
template <typename F> join_handle<void> spawn_blocking(F f) {
  f();
  return {};
}
template <typename F> void block_in_place(F f) { f(); }
template <typename T> join_handle<T> spawn(task<T>);
} // namespace unblock

namespace folly {
template <typename T> struct SemiFuture : mock::awaiter<T> {
  T get() &&;
  SemiFuture &wait() &;
  bool isReady() const;
};
template <typename T> struct Future : mock::awaiter<T> {
  T get() &&;
  template <typename D> T get(D) &&;
  Future &wait() &;
  T getVia(int *) &&;
  bool isReady() const;
  T value() &&;
};
namespace coro {
template <typename T> struct Task : mock::awaiter<T> {
  struct promise_type : mock::promise<Task> {};
  SemiFuture<T> semi() &&;
};
struct blocking_wait_fn {
  template <typename A> void operator()(A &&) const;
};
inline constexpr blocking_wait_fn blocking_wait;
template <typename A> void blockingWait(A &&);
} // namespace coro
} // namespace folly

namespace cppcoro {
template <typename T> struct task : mock::awaiter<T> {
  struct promise_type : mock::promise<task> {};
};
template <typename A> void sync_wait(A &&);
} // namespace cppcoro

namespace coro {
template <typename T> struct task : mock::awaiter<T> {
  struct promise_type : mock::promise<task> {};
};
template <typename A> void sync_wait(A &&);
} // namespace coro

namespace boost::cobalt {
template <typename T> struct task : mock::awaiter<T> {
  struct promise_type : mock::promise<task> {};
};
template <typename T> void run(task<T>);
} // namespace boost::cobalt

namespace stdexec {
struct sender {};
struct sync_wait_t {
  template <typename S> void operator()(S &&) const;
};
inline constexpr sync_wait_t sync_wait;
} // namespace stdexec

namespace std::this_thread {
struct sync_wait_t {
  template <typename S> void operator()(S &&) const;
};
inline constexpr sync_wait_t sync_wait;
} // namespace std::this_thread

namespace unifex {
struct _sync_wait_cpo {
  struct _fn {
    template <typename S> void operator()(S &&) const;
  };
};
inline constexpr _sync_wait_cpo::_fn sync_wait;
} // namespace unifex

namespace concurrencpp {
template <typename T> struct result : mock::awaiter<T> {
  struct promise_type : mock::promise<result> {
    std::suspend_never initial_suspend() noexcept;
  };
  T get();
  void wait();
  template <typename D> int wait_for(D) const;
  int status() const;
};
template <typename T> struct shared_result : mock::awaiter<T> {
  T get();
  void wait();
};
} // namespace concurrencpp

namespace async_simple {
template <typename T> struct Future {
  T get();
  void wait();
};
namespace coro {
template <typename T> struct Lazy : mock::awaiter<T> {
  struct promise_type : mock::promise<Lazy> {};
};
template <typename A> void syncAwait(A &&);
} // namespace coro
} // namespace async_simple

namespace drogon {
template <typename T> struct Task : mock::awaiter<T> {
  struct promise_type : mock::promise<Task> {};
};
template <typename A> void sync_wait(A &&);
} // namespace drogon

namespace QCoro {
template <typename T> struct Task : mock::awaiter<T> {
  struct promise_type : mock::promise<Task> {
    std::suspend_never initial_suspend() noexcept;
  };
};
template <typename A> void waitFor(A &&);
} // namespace QCoro

namespace tmc {
template <typename T> struct task : mock::awaiter<T> {
  struct promise_type : mock::promise<task> {};
};
int async_main(task<int>);
} // namespace tmc

namespace asio {
template <typename T> struct awaitable : mock::awaiter<T> {
  struct promise_type : mock::promise<awaitable> {};
};
struct use_awaitable_t {};
inline constexpr use_awaitable_t use_awaitable;
struct detached_t {};
inline constexpr detached_t detached;
struct io_context {
  unsigned long run();
  unsigned long run_one();
  unsigned long poll();
  void stop();
};
struct thread_pool {};
template <typename E, typename F> void post(E &, F f) { f(); }
template <typename E, typename T> void co_spawn(E &, awaitable<T>, detached_t);
struct steady_timer {
  template <typename F> void async_wait(F f) { f(0); }
  awaitable<void> async_wait(use_awaitable_t);
};
} // namespace asio

namespace kj {
struct WaitScope {};
template <typename T> struct Promise : mock::awaiter<T> {
  struct promise_type : mock::promise<Promise> {};
  T wait(WaitScope &);
};
} // namespace kj

extern "C" {
struct uv_loop_t;
enum uv_run_mode { UV_RUN_DEFAULT, UV_RUN_ONCE, UV_RUN_NOWAIT };
int uv_run(uv_loop_t *, uv_run_mode);
}

namespace std {
struct thread {
  template <typename F> explicit thread(F f) { f(); }
  ~thread();
};
template <typename I, typename F> F for_each(I first, I last, F f) {
  for (; first != last; ++first)
    f(*first);
  return f;
}
} // namespace std
