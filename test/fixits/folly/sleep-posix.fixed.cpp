// The headers that are there already are not added.
#include <folly/coro/Sleep.h>
#include <folly/coro/Task.h>
#include <unistd.h>

folly::coro::Task<> settles(int seconds) {
  co_await folly::coro::sleep(std::chrono::seconds(seconds));
  (void)co_await folly::coro::sleep(std::chrono::microseconds(100));
  co_await folly::coro::sleep(std::chrono::seconds(1));
}
