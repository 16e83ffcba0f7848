// RUN: %check_fixits %s %t
// no-fix: a timer takes no duration of floating point numbers
#include <asio.hpp>
#include <chrono>
#include <thread>
#include <unistd.h>

asio::awaitable<void> waits(std::chrono::duration<double> period) {
  std::this_thread::sleep_for(period);
  std::this_thread::sleep_for(period / 2);
  sleep(1.5);
  usleep(2.5e5);
  co_return;
}
