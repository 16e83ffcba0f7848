// RUN: %check_fixits %s %t
// The headers that are there already are not added.
#include <folly/coro/Sleep.h>
#include <folly/coro/Task.h>
#include <unistd.h>

folly::coro::Task<> settles(int seconds) {
  ::sleep(seconds);
  (void)usleep(100);
  co_await folly::coro::sleep(std::chrono::seconds(1));
}
