// RUN: %check_fixits %s %t
//
// What a closure only reads by reference becomes its own: copies, or what nothing
// uses any more.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <vector>

std::size_t send(const std::string &text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text.size();
}

unblock::task<std::size_t> run(std::vector<std::string> texts,
                               std::string end) {
  std::size_t sent = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::string text = texts[i] + end;
    sent += unblock::block_in_place([&] { return send(text) + i; });
    std::string last = std::to_string(sent);
    unblock::block_in_place([=] { send(last); });
    if (unblock::block_in_place([&end] { return send(end); }) != 1)
      break;
  }
  co_return sent;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run({"one", "three"}, ".")) << '\n';
}
