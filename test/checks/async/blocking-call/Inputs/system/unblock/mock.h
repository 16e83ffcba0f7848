// The companion runtime, in the shape of unblock/*.hpp.
#ifndef INPUTS_UNBLOCK_MOCK_H
#define INPUTS_UNBLOCK_MOCK_H
#include "../coro_mock.h"
#include <chrono>
#include <string>

namespace unblock {

template <typename T = void> class [[nodiscard]] task {
public:
  MOCK_COROUTINE(task, std::suspend_always)
};
template <typename T> class join_handle : public mock::Awaiter<T> {
public:
  void abort();
  bool is_finished() const;
};
template <typename T> join_handle<T> spawn(task<T> t) { return {}; }
template <typename F> auto spawn_blocking(F &&f) -> join_handle<decltype(f())> {
  mock::Function(std::forward<F>(f));
  return {};
}
template <typename F> auto block_in_place(F &&f) { return f(); }
template <typename Rep, typename Period> mock::Awaiter<void> sleep_for(std::chrono::duration<Rep, Period> d);
template <typename T> T block_on(task<T> t) { return t.await_resume(); }
namespace sync {
class mutex {
public:
  mock::Awaiter<int> lock();
};
} // namespace sync
namespace fs {
mock::Awaiter<std::string> read_to_string(const char *path);
} // namespace fs

} // namespace unblock
#endif
