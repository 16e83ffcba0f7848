// RUN: %check_fixits %s %t
// no-fix: nobody has checked what an asynchronous generator may await
#include <chrono>
#include <folly/coro/AsyncGenerator.h>
#include <thread>

folly::coro::AsyncGenerator<int> ticks() {
  for (int tick = 0;; ++tick) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    co_yield tick;
  }
}
