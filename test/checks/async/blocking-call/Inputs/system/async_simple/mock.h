// async_simple and yalantinglibs, in the shape of async_simple/coro/*.h and
// ylt/coro_io/*.hpp.
#ifndef INPUTS_ASYNC_SIMPLE_MOCK_H
#define INPUTS_ASYNC_SIMPLE_MOCK_H
#include "../coro_mock.h"
#include <chrono>

namespace async_simple {

class Executor {
public:
  virtual bool schedule(mock::Function f);
};

namespace coro {

template <typename T> class RescheduleLazy {
public:
  MOCK_COROUTINE(RescheduleLazy, std::suspend_always)
};
template <typename T = void> class [[nodiscard]] Lazy {
public:
  MOCK_COROUTINE(Lazy, std::suspend_always)
  RescheduleLazy<T> via(Executor *e) &&;
  template <typename F> void start(F &&f) { mock::Function(std::forward<F>(f)); }
};
template <typename Rep, typename Period> Lazy<void> sleep(std::chrono::duration<Rep, Period> d);
template <typename L> auto syncAwait(L &&l) { return l.await_resume(); }
mock::Awaiter<void> dispatch(Executor *e);
class Mutex {
public:
  Lazy<int> coScopedLock();
};

} // namespace coro
} // namespace async_simple

namespace coro_io {

class ExecutorWrapper : public async_simple::Executor {};
template <typename F> auto post(F &&f) -> async_simple::coro::Lazy<decltype(f())> {
  mock::Function(std::forward<F>(f));
  throw 1;
}
template <typename F>
auto post(F &&f, ExecutorWrapper *e) -> async_simple::coro::Lazy<decltype(f())> {
  mock::Function(std::forward<F>(f));
  throw 1;
}
async_simple::coro::Lazy<int> async_read(int socket, char *buffer);

} // namespace coro_io
#endif
