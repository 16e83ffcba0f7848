// RUN: %check_fixits %s %t
// no-fix: the pause takes an I/O service
#include <chrono>
#include <cppcoro/io_service.hpp>
#include <cppcoro/task.hpp>
#include <thread>

cppcoro::task<> waits(cppcoro::io_service &service) {
  co_await service.schedule();
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
}
