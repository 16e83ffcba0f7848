// Structured bindings as arguments.

#include <chrono>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <tuple>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int fetch(const std::string &name, int times) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return static_cast<int>(name.size()) * times;
}

struct order {
  std::string name;
  int times;
};

unblock::task<int> run(order first, std::map<std::string, int> rest) {
  auto [name, times] = first;
  int sum = co_await unblock::spawn_blocking(
      [name = name, times = times] { return fetch(name, times); });
  for (const auto &[key, value] : rest)
    sum += co_await unblock::spawn_blocking(
        [key = key, value = value] { return fetch(key, value); });
  auto [text, count] = std::make_tuple(std::string("xyz"), 2);
  sum += co_await unblock::spawn_blocking(
      [text = text, count = count] { return fetch(text, count); });
  co_return sum;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run({"one", 1}, {{"two", 2}, {"three", 3}})) << '\n';
}
