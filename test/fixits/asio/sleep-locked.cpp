// RUN: %check_fixits %s %t
// no-fix: a suspension would hold the lock for other tasks of the same thread
#include <asio.hpp>
#include <chrono>
#include <mutex>
#include <thread>

struct Device {
  std::mutex mutex;
  void reset();
};
asio::awaitable<void> resets(Device &device) {
  std::lock_guard lock(device.mutex);
  device.reset();
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  co_return;
}
