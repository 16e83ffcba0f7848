// TooManyCooks, in the shape of tmc/*.hpp.
#ifndef INPUTS_TMC_MOCK_H
#define INPUTS_TMC_MOCK_H
#include "../coro_mock.h"

namespace tmc {

template <typename T = void> class [[nodiscard]] task {
public:
  MOCK_COROUTINE(task, std::suspend_always)
  task &resume_on(int);
};
class ex_cpu {
public:
  template <typename F> void post(F &&f) { mock::Function(std::forward<F>(f)); }
};
class ex_asio {};
class ex_any {};
ex_cpu &cpu_executor();
template <typename E> mock::Awaiter<void> resume_on(E &e) { return {}; }
template <typename E, typename F> void post(E &e, F &&f) {
  mock::Function(std::forward<F>(f));
}
template <typename T> class aw_spawn : public mock::Awaiter<T> {};
template <typename T> aw_spawn<T> spawn(task<T> t) { return {}; }
template <typename F> mock::Awaiter<int> spawn_func(F &&f) {
  mock::Function(std::forward<F>(f));
  return {};
}
int async_main(task<int> t);

} // namespace tmc
#endif
