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
  auto prefix = unblock::block_in_place([] { return read("/"); });
  co_return prefix + unblock::block_in_place([&] { return read(key); });
}

} // namespace store

#endif
