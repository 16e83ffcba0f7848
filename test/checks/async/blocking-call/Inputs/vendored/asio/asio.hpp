// A copy of Asio in the project's tree, found with -I: its bodies can be seen,
// and hold what can block, but not as it is used.
#ifndef INPUTS_VENDORED_ASIO_HPP
#define INPUTS_VENDORED_ASIO_HPP

#include <coroutine>
#include <pthread.h>
#include <utility>

namespace asio {

namespace detail {
struct service {
  virtual ~service() {}
};
struct scheduler : service {
  ~scheduler() override { pthread_join(thread, nullptr); }
  pthread_t thread;
};
struct auto_service {
  service *pointer;
  ~auto_service() { delete pointer; }
};
} // namespace detail

class io_context {
public:
  io_context() { use(); }
  void use() { detail::auto_service guard{new detail::scheduler}; }
  void run() {
    for (;;)
      run_one();
  }
  void run_one();
};
class thread_pool {
public:
  explicit thread_pool(int threads);
  ~thread_pool() { join(); }
  void join();
};

template <typename T> class awaitable {
public:
  struct promise_type {
    awaitable get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) {}
  void await_resume() {}
};
struct use_awaitable_t {};
inline constexpr use_awaitable_t use_awaitable{};
struct detached_t {};
inline constexpr detached_t detached{};

class steady_timer {
public:
  explicit steady_timer(io_context &context) { context.use(); }
  awaitable<void> async_wait(use_awaitable_t) { return {}; }
};

template <typename E, typename F> void post(E &executor, F &&f) { f(); }
template <typename E, typename F, typename T>
auto co_spawn(E &executor, F &&f, T) {
  return f();
}

} // namespace asio
#endif
