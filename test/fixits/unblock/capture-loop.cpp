// RUN: %check_fixits %s %t
//
// In a loop the last use is not the last.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <vector>

int send(const std::string &greeting, const std::string &name) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return static_cast<int>(greeting.size() + name.size());
}

unblock::task<int> greet(std::string greeting, std::vector<std::string> names) {
  int sent = 0;
  for (const auto &name : names)
    sent += send(greeting, name);
  for (std::string name : names)
    sent += send(greeting, name);
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string name = names[i] + "!";
    sent += send(greeting, name);
  }
again:
  sent += send(greeting, "again");
  if (sent < 70)
    goto again;
  co_return sent;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(greet("hello", {"a", "bc"})) << '\n';
}
