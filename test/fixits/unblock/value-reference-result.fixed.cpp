// The helper gives a reference to what lives for ever, which is not known.
// Where the reference is only read, a copy does as well.

#include <chrono>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

const std::string &setting(const std::string &name) {
  static std::map<std::string, std::string> cache;
  std::string &value = cache[name];
  if (value.empty()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    value = name + "=on";
  }
  return value;
}

unblock::task<bool> same(std::string name) {
  const std::string &one = setting(name);
  auto &two = setting(name);
  auto work = [name] { return setting(name); };
  std::string copy = co_await unblock::spawn_blocking(std::move(work));
  std::cout << copy << '\n';
  co_return &one == &two && &one != &copy;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(same("debug")) << '\n';
}
