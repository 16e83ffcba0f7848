#pragma once

#include <chrono>
#include <string>
#include <thread>
#include <unblock/task.hpp>

inline std::string fetch(const std::string &name) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return name + "!";
}

inline unblock::task<std::string> greet(std::string name) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  co_return fetch(name);
}
