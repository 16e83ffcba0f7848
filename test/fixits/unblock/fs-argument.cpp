// RUN: %check_fixits %s %t
// remains: async-blocking-call
//
// The value is an argument of another call, and of an initialiser list.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <vector>

void print(const char *what, std::uintmax_t value) {
  std::cout << what << ": " << value << '\n';
}

unblock::task<std::string> describe(std::filesystem::path file) {
  print("bytes", std::filesystem::file_size(file));
  std::vector<std::uintmax_t> numbers{1, std::filesystem::hard_link_count(file),
                                      3};
  print("sum", numbers[0] + numbers[1] + numbers[2]);
  co_return std::to_string(std::filesystem::file_size(file)) + " bytes";
}

int main() {
  std::ofstream("argument.txt") << "hello";
  unblock::runtime rt;
  std::cout << rt.block_on(describe("argument.txt")) << '\n';
  std::filesystem::remove("argument.txt");
}
