#ifndef GREET_HPP
#define GREET_HPP

#include <chrono>
#include <string>
#include <thread>
#include <unblock/task.hpp>

inline unblock::task<std::string> greet(std::string name) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  co_return "hello " + name;
}

template <class T> unblock::task<T> later(T value) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  co_return value;
}

#endif // GREET_HPP
