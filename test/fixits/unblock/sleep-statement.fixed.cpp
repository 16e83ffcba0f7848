// A sleep that is a statement of its own.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>

unblock::task<> blink(int times) {
  for (int i = 0; i < times; ++i) {
    std::cout << "on\n";
    co_await unblock::sleep_for(std::chrono::milliseconds(2));
    std::cout << "off\n";
  }
  co_return;
}

int main() {
  unblock::runtime rt;
  auto begin = std::chrono::steady_clock::now();
  rt.block_on(blink(3));
  bool slept =
      std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(6);
  std::cout << (slept ? "slept" : "did not sleep") << '\n';
}
