// RUN: %check_fixits %s %t
// no-fix: the call is another in each instance of the template
//
// A pack of parameters.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

template <class... T> std::string join(const T &...parts) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return (std::string(parts) + ...);
}

template <class... T> unblock::task<std::string> send(T... parts) {
  std::string line = join("<", parts..., ">");
  co_return line;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(send("a", std::string("b"))) << rt.block_on(send())
            << '\n';
}
