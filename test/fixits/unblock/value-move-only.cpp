// RUN: %check_fixits %s %t
//
// The value can only be moved.

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

struct image {
  std::string pixels;
};

std::unique_ptr<image> load(const char *name) {
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return std::make_unique<image>(image{name});
}

unblock::task<std::unique_ptr<image>> pass() { co_return load("third"); }

unblock::task<int> show() {
  std::unique_ptr<image> first = load("first");
  auto second = load("second");
  auto third = co_await pass();
  std::cout << first->pixels << second->pixels << third->pixels
            << load("fourth")->pixels << '\n';
  co_return 4;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(show()) << '\n';
}
