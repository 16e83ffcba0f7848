// RUN: %check_fixits %s %t
//
// Where a statement more would change the meaning, closures stay in their
// expressions.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::size_t send(const std::string &text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text.size();
}

std::size_t count = 0;
std::size_t next() { return ++count; }

unblock::task<std::size_t> run(std::string text, int times) {
  std::size_t sent = 0;
  for (int i = 0; i < times; ++i) {
    if (i != 0)
      sent += unblock::block_in_place([text] { return send(text); });
    sent += next() * unblock::block_in_place([text] { return send(text); });
    if (i == 0 || unblock::block_in_place([text] { return send(text); }) == 4)
      ++sent;
    while (unblock::block_in_place([text] { return send(text); }) < sent)
      text += "text";
    switch (i) {
    case 0:
      sent += unblock::block_in_place([text] { return send(text); });
      break;
    default:
      break;
    }
    std::size_t one = 1,
                two = unblock::block_in_place([text] { return send(text); });
    sent += one + two;
  }
  co_return sent;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("text", 3)) << '\n';
}
