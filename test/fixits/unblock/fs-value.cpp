// RUN: %check_fixits %s %t
//
// The value initialises a variable, is assigned, and is returned.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<std::uintmax_t> measure(std::filesystem::path file) {
  bool there = std::filesystem::exists(file);
  std::uintmax_t size{std::filesystem::file_size(file)};
  auto links(std::filesystem::hard_link_count(file));
  std::cout << there << size << links << '\n';
  there = std::filesystem::remove(file);
  std::cout << there << '\n';
  co_return std::filesystem::remove_all(file);
}

int main() {
  std::ofstream("value.txt") << "hello";
  unblock::runtime rt;
  std::cout << rt.block_on(measure("value.txt")) << '\n';
}
