// RUN: %check_fixits %s %t
// no-fix: no place where a task can wait
//
// Under a lock, in a handler, in a lambda and in a function that are no
// coroutines.

#include <chrono>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::size_t send(const std::string &text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text.size();
}

std::mutex mutex;

std::size_t send_twice(const std::string &text) {
  return unblock::block_in_place([text] { return 2 * send(text); });
}

unblock::task<std::size_t> run(std::string text, int times) {
  std::size_t sent = 0;
  for (int i = 0; i < times; ++i) {
    {
      std::lock_guard lock(mutex);
      sent += unblock::block_in_place([text] { return send(text); });
    }
    try {
      throw i;
    } catch (int) {
      sent += unblock::block_in_place([text] { return send(text); });
    }
    auto plain = [text] {
      return unblock::block_in_place([text] { return send(text); });
    };
    sent += plain() + send_twice(text);
  }
  co_return sent;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("text", 3)) << '\n';
}
