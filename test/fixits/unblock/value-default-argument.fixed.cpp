// Arguments that are not written need no capture.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int fetch(const std::string &name, int tries = 2,
          std::chrono::microseconds pause = std::chrono::microseconds(10)) {
  int size = 0;
  while (tries-- > 0) {
    std::this_thread::sleep_for(pause);
    size += static_cast<int>(name.size());
  }
  return size;
}

unblock::task<int> run(std::string name) {
  auto work = [name] { return fetch(name); };
  int one = co_await unblock::spawn_blocking(std::move(work));
  auto work2 = [name = std::move(name), one] { return fetch(name, one); };
  int two = co_await unblock::spawn_blocking(std::move(work2));
  co_return one + two;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("abc")) << '\n';
}
