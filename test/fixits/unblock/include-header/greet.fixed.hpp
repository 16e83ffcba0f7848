#pragma once

#include <chrono>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>

inline std::string fetch(const std::string &name) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return name + "!";
}

inline unblock::task<std::string> greet(std::string name) {
  co_await unblock::sleep_for(std::chrono::microseconds(20));
  auto work = [name = std::move(name)] { return fetch(name); };
  co_return co_await unblock::spawn_blocking(std::move(work));
}
