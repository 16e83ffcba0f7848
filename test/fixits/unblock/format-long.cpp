// RUN: %check_fixits %s %t
//
// Long lines, comments between and behind, odd indentation.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::string fetch_with_a_long_name(const std::string &first_argument, const std::string &second_argument, int third) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return first_argument + second_argument + std::to_string(third);
}

unblock::task<std::string> run(std::string first_argument, std::string second_argument) {
  // Before it.
  auto result = fetch_with_a_long_name(first_argument, /*second=*/second_argument, 3); // behind it
    result += fetch_with_a_long_name( // the first
        first_argument,
        second_argument, // the second
        4);
	std::this_thread::sleep_for( std::chrono::microseconds( 10 ) );
  co_return result;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("a", "b")) << '\n';
}
