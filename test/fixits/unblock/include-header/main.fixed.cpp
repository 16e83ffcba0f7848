// The code to fix is in a header.

#include "greet.hpp"

#include <iostream>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/time.hpp>

unblock::task<std::string> run() {
  co_await unblock::sleep_for(std::chrono::microseconds(20));
  std::string text = co_await greet("you");
  auto work = [text = std::move(text)] { return fetch(text); };
  co_return co_await unblock::spawn_blocking(std::move(work));
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
