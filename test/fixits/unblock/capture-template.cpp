// RUN: %check_fixits %s %t
// no-fix: the call is another in each instance of the template
//
// Values whose types depend on the instance.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

template <class T> T twice(const T &value) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return value + value;
}

template <class T> unblock::task<T> fetch(T value) {
  T two = twice(value);
  co_return two + value;
}

template <class T> struct store {
  T base;

  unblock::task<T> add(T value) const { co_return base + twice(value); }
};

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(fetch(1)) << rt.block_on(fetch(std::string("x")))
            << rt.block_on(store<int>{5}.add(2)) << '\n';
}
