// RUN: %check_fixits %s %t
// no-fix: the pause takes a timer queue and an executor
#include <chrono>
#include <concurrencpp/concurrencpp.h>
#include <thread>

concurrencpp::result<void> waits() {
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  co_return;
}
