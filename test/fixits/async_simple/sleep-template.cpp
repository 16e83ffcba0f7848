// RUN: %check_fixits %s %t
// no-fix: what the call says depends on the parameter of the template
#include "async_simple/coro/Lazy.h"
#include <chrono>
#include <thread>

namespace util {
template <typename T> class Poller {
public:
  async_simple::coro::Lazy<T> next() {
    while (!ready())
      std::this_thread::sleep_for(Poller::interval);
    co_return value;
  }

private:
  static constexpr std::chrono::microseconds interval{100};
  bool ready() const;
  T value;
};
} // namespace util

async_simple::coro::Lazy<int> first(util::Poller<int> &poller) {
  co_return co_await poller.next();
}
