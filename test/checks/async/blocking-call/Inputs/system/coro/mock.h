// libcoro, in the shape of coro/*.hpp.
#ifndef INPUTS_CORO_LIBCORO_H
#define INPUTS_CORO_LIBCORO_H
#include "../coro_mock.h"
#include <chrono>
#include <memory>

namespace coro {

template <typename T = void> class [[nodiscard]] task {
public:
  MOCK_COROUTINE(task, std::suspend_always)
};
template <typename T> class generator {
public:
  struct promise_type : mock::Promise<generator, void, std::suspend_always> {
    std::suspend_always yield_value(T value);
  };
  T *begin();
  T *end();
};
class thread_pool {
public:
  mock::Awaiter<void> schedule();
  template <typename T> task<T> schedule(task<T> t);
  mock::Awaiter<void> yield();
  bool spawn(task<void> &&t);
};
class io_scheduler {
public:
  mock::Awaiter<void> schedule();
  mock::Awaiter<void> yield_for(std::chrono::milliseconds d);
  bool spawn(task<void> &&t);
};
class event {
public:
  mock::Awaiter<void> operator co_await() const;
  void set();
};
template <typename T> T sync_wait(task<T> t) { return t.await_resume(); }
template <typename... T> mock::Awaiter<int> when_all(T &&...t) { return {}; }
namespace net::tcp {
class client {
public:
  task<int> connect();
  mock::Awaiter<int> poll(int op);
  int recv(char *buffer);
};
} // namespace net::tcp

} // namespace coro
#endif
