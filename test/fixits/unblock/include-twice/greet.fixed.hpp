#ifndef GREET_HPP
#define GREET_HPP

#include <chrono>
#include <string>
#include <thread>
#include <unblock/task.hpp>
#include <unblock/time.hpp>

inline unblock::task<std::string> greet(std::string name) {
  co_await unblock::sleep_for(std::chrono::microseconds(20));
  co_return "hello " + name;
}

template <class T> unblock::task<T> later(T value) {
  co_await unblock::sleep_for(std::chrono::microseconds(20));
  co_return value;
}

#endif // GREET_HPP
