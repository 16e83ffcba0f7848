// RUN: %check_fixits %s %t
//
// In a loop, a closure that owns what it uses can as well go to the pool.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <vector>

std::size_t upload(const std::string &text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text.size();
}

unblock::task<std::size_t> run(std::vector<std::string> texts) {
  std::size_t sent = 0;
  for (const std::string &text : texts)
    sent += unblock::block_in_place([text] { return upload(text); });
  co_return sent;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run({"one", "three"})) << '\n';
}
