// A program of somebody who uses the runtime: one call of each kind.

#include <unblock/unblock.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <thread>

using namespace std::chrono_literals;

static unblock::task<int> count(int n) {
  co_await unblock::sleep_for(1ms);
  co_return n;
}

static unblock::task<std::string> greet() {
  auto one = unblock::spawn(count(1));
  auto two = unblock::spawn_blocking([] {
    std::this_thread::sleep_for(1ms);
    return 2;
  });
  int three = unblock::block_in_place([] { return 3; });
  int sum = co_await one + co_await two + three;
  co_return "the sum is " + std::to_string(sum);
}

int main() {
  unblock::runtime runtime;
  std::cout << runtime.block_on(greet()) << '\n';
}
