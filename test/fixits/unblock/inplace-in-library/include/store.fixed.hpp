#ifndef STORE_HPP
#define STORE_HPP

#include <chrono>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/task.hpp>

namespace store {

inline std::string read(const std::string &key) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return key + key;
}

inline unblock::task<std::string> get(std::string key) {
  auto prefix = co_await unblock::spawn_blocking([] { return read("/"); });
  auto work = [key = std::move(key)] { return read(key); };
  co_return prefix + co_await unblock::spawn_blocking(std::move(work));
}

} // namespace store

#endif
