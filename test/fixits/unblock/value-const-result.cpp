// RUN: %check_fixits %s %t
//
// The helpers' results are const, or of a type that only they name.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

const std::string name(int id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return "name " + std::to_string(id);
}

auto point(int x) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  struct {
    int x, y;
  } p{x, x + 1};
  return p;
}

bool (*chooser(int id))(int) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  if (id > 0)
    return [](int value) { return value > 0; };
  return nullptr;
}

unblock::task<int> run(int id) {
  const std::string &text = name(id);
  std::cout << text << name(id + 1) << '\n';
  auto p = point(id);
  co_return p.x + point(p.y).y + chooser(id)(3);
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(7)) << '\n';
}
