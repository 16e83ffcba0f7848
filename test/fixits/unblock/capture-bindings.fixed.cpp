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
  auto work = [name = name, times = times] { return fetch(name, times); };
  int sum = co_await unblock::spawn_blocking(std::move(work));
  for (const auto &[key, value] : rest)
    sum += co_await unblock::spawn_blocking(
        [key = key, value = value] { return fetch(key, value); });
  auto [text, count] = std::make_tuple(std::string("xyz"), 2);
  auto work2 = [text = text, count = count] { return fetch(text, count); };
  sum += co_await unblock::spawn_blocking(std::move(work2));
  co_return sum;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run({"one", 1}, {{"two", 2}, {"three", 3}})) << '\n';
}
