// stdexec, in the shape of stdexec/execution.hpp and exec/*.hpp.
#ifndef INPUTS_STDEXEC_MOCK_H
#define INPUTS_STDEXEC_MOCK_H
#include "../coro_mock.h"
#include <optional>

namespace stdexec {

template <typename T> struct sender : mock::Awaiter<T> {};

template <typename T> sender<T> operator|(sender<T> s, int);
struct run_loop {
  struct scheduler {};
  scheduler get_scheduler();
  void run();
};
struct sync_wait_t {
  template <typename S> std::optional<int> operator()(S &&s) const { return 1; }
};
inline constexpr sync_wait_t sync_wait{};
template <typename F> struct then_closure {
  F f;
};
struct then_t {
  template <typename F> int operator()(F &&f) const {
    mock::Function(std::forward<F>(f));
    return 1;
  }
};
inline constexpr then_t then{};
template <typename S> sender<void> schedule(S s) { return {}; }
template <typename S, typename T> sender<T> starts_on(S s, sender<T> t) { return t; }

} // namespace stdexec

namespace exec {

namespace __task {
template <typename T> class [[nodiscard]] basic_task {
public:
  MOCK_COROUTINE(basic_task, std::suspend_always)
};
struct __reschedule_coroutine_on_t {
  template <typename S> mock::Awaiter<void> operator()(S s) const { return {}; }
};
} // namespace __task
template <typename T> using task = __task::basic_task<T>;
inline constexpr __task::__reschedule_coroutine_on_t reschedule_coroutine_on{};

namespace _pool_ {
class static_thread_pool_ {
public:
  struct scheduler {};
  scheduler get_scheduler();
};
} // namespace _pool_
class static_thread_pool : public _pool_::static_thread_pool_ {
public:
  explicit static_thread_pool(unsigned threads);
};
class single_thread_context {
public:
  struct scheduler {};
  scheduler get_scheduler();
};

} // namespace exec
#endif
