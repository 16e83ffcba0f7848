// The value is assigned to a member, an element, and by a compound operator.

#include <chrono>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int measure(int sensor) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return sensor * 10;
}

struct report {
  int total = 0;
  std::map<int, int> values;
};

unblock::task<report> collect(int sensors) {
  report r;
  for (int i = 0; i < sensors; ++i) {
    r.values[i] = co_await unblock::spawn_blocking([i] { return measure(i); });
    r.total += co_await unblock::spawn_blocking([i] { return measure(i); });
  }
  r.total =
      r.total - co_await unblock::spawn_blocking([] { return measure(1); }) * 2;
  co_return r;
}

int main() {
  unblock::runtime rt;
  report r = rt.block_on(collect(4));
  for (auto [sensor, value] : r.values)
    std::cout << sensor << ' ' << value << '\n';
  std::cout << r.total << '\n';
}
