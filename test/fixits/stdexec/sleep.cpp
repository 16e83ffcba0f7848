// RUN: %check_fixits %s %t
// no-fix: the pause takes a scheduler with timers
#include <chrono>
#include <exec/task.hpp>
#include <thread>

exec::task<void> waits() {
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  co_return;
}
