// Each branch has its own last use; a use after them counts for both.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::string shout(const std::string &text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text + "!";
}

unblock::task<std::string> answer(std::string question, std::string hint,
                                  bool loud) {
  std::string reply;
  if (loud)
    reply = co_await unblock::spawn_blocking(
        [question] { return shout(question); });
  else
    reply = co_await unblock::spawn_blocking([hint] { return shout(hint); }) +
            question;
  reply += hint;
  co_return reply;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(answer("why", "because", true)) << '\n'
            << rt.block_on(answer("why", "because", false)) << '\n';
}
