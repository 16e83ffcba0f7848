// In a loop the last use is not the last.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
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
    sent += co_await unblock::spawn_blocking(
        [greeting, name] { return send(greeting, name); });
  for (std::string name : names)
    sent += co_await unblock::spawn_blocking(
        [greeting, name] { return send(greeting, name); });
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string name = names[i] + "!";
    auto work = [greeting, name] { return send(greeting, name); };
    sent += co_await unblock::spawn_blocking(std::move(work));
  }
again:
  sent += co_await unblock::spawn_blocking(
      [greeting] { return send(greeting, "again"); });
  if (sent < 70)
    goto again;
  co_return sent;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(greet("hello", {"a", "bc"})) << '\n';
}
