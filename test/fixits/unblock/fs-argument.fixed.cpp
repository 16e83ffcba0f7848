// The value is an argument of another call, and of an initialiser list.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <vector>

void print(const char *what, std::uintmax_t value) {
  std::cout << what << ": " << value << '\n';
}

unblock::task<std::string> describe(std::filesystem::path file) {
  auto work = [file] { return std::filesystem::file_size(file); };
  print("bytes", co_await unblock::spawn_blocking(std::move(work)));
  std::vector<std::uintmax_t> numbers{1, std::filesystem::hard_link_count(file),
                                      3};
  print("sum", numbers[0] + numbers[1] + numbers[2]);
  auto work2 = [file = std::move(file)] {
    return std::filesystem::file_size(file);
  };
  co_return std::to_string(co_await unblock::spawn_blocking(std::move(work2))) +
      " bytes";
}

int main() {
  std::ofstream("argument.txt") << "hello";
  unblock::runtime rt;
  std::cout << rt.block_on(describe("argument.txt")) << '\n';
  std::filesystem::remove("argument.txt");
}
