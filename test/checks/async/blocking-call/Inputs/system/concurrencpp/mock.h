// concurrencpp, in the shape of concurrencpp/*.h.
#ifndef INPUTS_CONCURRENCPP_MOCK_H
#define INPUTS_CONCURRENCPP_MOCK_H
#include "../coro_mock.h"
#include <memory>

namespace concurrencpp {

template <typename T> class result {
public:
  MOCK_COROUTINE(result, std::suspend_never)
  T get();
  void wait();
};
template <typename T> class lazy_result {
public:
  MOCK_COROUTINE(lazy_result, std::suspend_always)
};
struct null_result {
  using promise_type = mock::Promise<null_result, void, std::suspend_never>;
};
class executor {
public:
  virtual ~executor();
  template <typename F> void post(F &&f) { mock::Function(std::forward<F>(f)); }
  template <typename F> auto submit(F &&f) -> result<decltype(f())> {
    mock::Function(std::forward<F>(f));
    throw 1;
  }
};
class thread_pool_executor : public executor {};
class thread_executor : public executor {};
class worker_thread_executor : public executor {};
struct runtime {
  std::shared_ptr<concurrencpp::thread_pool_executor> thread_pool_executor() const;
  std::shared_ptr<concurrencpp::thread_pool_executor> background_executor() const;
  std::shared_ptr<concurrencpp::thread_executor> thread_executor() const;
};
template <typename E> mock::Awaiter<void> resume_on(std::shared_ptr<E> e) {
  return {};
}

} // namespace concurrencpp
#endif
