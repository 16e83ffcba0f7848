// Seastar, in the shape of seastar/core/*.hh.
#ifndef INPUTS_SEASTAR_MOCK_H
#define INPUTS_SEASTAR_MOCK_H
#include "../coro_mock.h"
#include <chrono>
#include <string>

namespace seastar {

template <typename T = void> class [[nodiscard]] future {
public:
  MOCK_COROUTINE(future, std::suspend_never)
  template <typename F> future<void> then(F &&f) {
    mock::Function(std::forward<F>(f));
    return future<void>();
  }
  template <typename F> future<T> finally(F &&f) {
    mock::Function(std::forward<F>(f));
    return std::move(*this);
  }
  future();
  T get();
  bool available() const;
};

template <typename Rep, typename Period> future<> sleep(std::chrono::duration<Rep, Period> d);
template <typename F> future<> repeat(F &&f) {
  mock::Function(std::forward<F>(f));
  return {};
}
template <typename C, typename F> future<> do_for_each(C &&c, F &&f) {
  mock::Function(std::forward<F>(f));
  return {};
}
template <typename F> future<> async(F &&f) {
  mock::Function(std::forward<F>(f));
  return {};
}
class smp {
public:
  template <typename F> static future<> submit_to(unsigned shard, F &&f) {
    mock::Function(std::forward<F>(f));
    return {};
  }
};
class file {
public:
  future<std::string> dma_read(unsigned long offset, unsigned long size);
};
future<file> open_file_dma(const char *name, int flags);
template <typename T> class timer {
public:
  template <typename F> explicit timer(F &&f) { mock::Function(std::forward<F>(f)); }
};

} // namespace seastar
#endif
