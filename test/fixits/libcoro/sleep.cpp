// RUN: %check_fixits %s %t
// no-fix: the pause takes a scheduler
#include <chrono>
#include <coro/coro.hpp>
#include <memory>
#include <thread>

coro::task<void> waits(std::shared_ptr<coro::io_scheduler> scheduler) {
  co_await scheduler->schedule();
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
}
