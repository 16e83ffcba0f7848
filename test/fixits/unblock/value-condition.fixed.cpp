// A variable is declared in a condition.

#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <utility>

std::optional<std::string> line(int number) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  if (number > 2)
    return std::nullopt;
  return "line " + std::to_string(number);
}

std::pair<int, bool> insert(int key) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return {key * 2, key != 1};
}

unblock::task<int> run() {
  int number = 0;
  while (auto text = co_await unblock::spawn_blocking(
             [number] { return line(number); })) {
    std::cout << *text << '\n';
    ++number;
  }
  if (auto [value, fresh] =
          co_await unblock::spawn_blocking([number] { return insert(number); });
      fresh)
    number += value;
  if (std::optional<std::string> none =
          co_await unblock::spawn_blocking([number] { return line(number); }))
    std::cout << "not reached\n";
  else
    ++number;
  switch (int size = (co_await unblock::spawn_blocking([] {
                       return insert(1);
                     })).first) {
  case 2:
    number += size;
  }
  co_return number;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
