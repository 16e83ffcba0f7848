// Arrays: std::array is copied as a whole and characters become a string; other
// arrays stay, as GCC 12 does not capture them in a coroutine.

#include <array>
#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int weigh(const int (&parts)[3]) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return parts[0] + parts[1] + parts[2];
}

int total(const std::array<int, 2> &pair) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return pair[0] * pair[1];
}

int fetch(std::string name) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return static_cast<int>(name.size());
}

unblock::task<int> run() {
  int parts[3] = {1, 2, 3};
  std::array<int, 2> pair{4, 5};
  char name[] = "array";
  int sum = weigh(parts);
  sum += co_await unblock::spawn_blocking([pair] { return total(pair); });
  auto work = [arg = std::string(name)]() mutable {
    return fetch(std::move(arg));
  };
  sum += co_await unblock::spawn_blocking(std::move(work));
  co_return sum + parts[0] + name[0] - 'a';
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
