// Long lines, comments between and behind, odd indentation.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>

std::string fetch_with_a_long_name(const std::string &first_argument, const std::string &second_argument, int third) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return first_argument + second_argument + std::to_string(third);
}

unblock::task<std::string> run(std::string first_argument, std::string second_argument) {
  // Before it.
  auto work = [first_argument, second_argument] {
    return fetch_with_a_long_name(first_argument, /*second=*/second_argument,
                                  3);
  };
  auto result = co_await unblock::spawn_blocking(std::move(work)); // behind it
  auto work2 = [first_argument = std::move(first_argument),
                second_argument = std::move(second_argument)] {
    return fetch_with_a_long_name( // the first
        first_argument,
        second_argument, // the second
        4);
  };
  result += co_await unblock::spawn_blocking(std::move(work2));
  co_await unblock::sleep_for(std::chrono::microseconds(10));
  co_return result;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("a", "b")) << '\n';
}
