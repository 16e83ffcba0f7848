// RUN: %check_fixits %s %t
// no-fix: nothing says how long what a pointer points to lives
//
// Pointers, and structures with pointers or references.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

struct reference {
  const std::string &text;
};

std::size_t fetch(const char *name) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return std::string(name).size();
}

std::size_t fetch(const reference &to) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return to.text.size();
}

unblock::task<std::size_t> run(const char *name, std::string text) {
  std::size_t size = fetch(name);
  reference to{text};
  co_return size + fetch(to);
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("name", "text")) << '\n';
}
