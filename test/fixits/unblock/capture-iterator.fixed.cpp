// Iterators and pointers into a local container: the closure gets a copy of
// what they point to.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <vector>

int fetch(const std::string &name) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return static_cast<int>(name.size());
}

unblock::task<int> run(std::vector<std::string> names) {
  int sum = 0;
  for (auto it = names.begin(); it != names.end(); ++it)
    sum += co_await unblock::spawn_blocking([arg = *it] { return fetch(arg); });
  const std::string *last = &names.back();
  auto work = [arg = *last] { return fetch(arg); };
  sum += co_await unblock::spawn_blocking(std::move(work));
  co_return sum;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run({"a", "bc"})) << '\n';
}
