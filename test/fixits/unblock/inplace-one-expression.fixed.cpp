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
      sent += co_await unblock::spawn_blocking([text] { return send(text); });
    sent += next() *
            co_await unblock::spawn_blocking([text] { return send(text); });
    if (i == 0 ||
        co_await unblock::spawn_blocking([text] { return send(text); }) == 4)
      ++sent;
    while (co_await unblock::spawn_blocking([text] { return send(text); }) <
           sent)
      text += "text";
    switch (i) {
    case 0:
      sent += co_await unblock::spawn_blocking([text] { return send(text); });
      break;
    default:
      break;
    }
    std::size_t one = 1, two = co_await unblock::spawn_blocking(
                             [text] { return send(text); });
    sent += one + two;
  }
  co_return sent;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("text", 3)) << '\n';
}
