// cppcoro, in the shape of cppcoro/*.hpp.
#ifndef INPUTS_CPPCORO_MOCK_H
#define INPUTS_CPPCORO_MOCK_H
#include "../coro_mock.h"
#include <chrono>

namespace cppcoro {

template <typename T = void> class [[nodiscard]] task {
public:
  MOCK_COROUTINE(task, std::suspend_always)
};
template <typename T = void> class shared_task {
public:
  MOCK_COROUTINE(shared_task, std::suspend_always)
};
template <typename T> class generator {
public:
  struct promise_type : mock::Promise<generator, void, std::suspend_always> {
    std::suspend_always yield_value(T value);
  };
  T *begin();
  T *end();
};
class static_thread_pool {
public:
  mock::Awaiter<void> schedule();
};
class io_service {
public:
  mock::Awaiter<void> schedule();
  mock::Awaiter<void> schedule_after(std::chrono::milliseconds d);
  void process_events();
};
class async_mutex {
public:
  mock::Awaiter<int> scoped_lock_async();
};
class single_consumer_event {
public:
  mock::Awaiter<void> operator co_await() const;
};
template <typename T> T sync_wait(task<T> &&t) { return t.await_resume(); }
template <typename S, typename T> task<T> schedule_on(S &s, task<T> t);
template <typename S, typename T> task<T> resume_on(S &s, task<T> t);

} // namespace cppcoro
#endif
