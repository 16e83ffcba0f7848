// RUN: %check_fixits %s %t
//
// The value decides: if, if with an initialiser, while, for, do, not.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

namespace fs = std::filesystem;

unblock::task<int> shrink(const fs::path file) {
  int steps = 0;
  if (!fs::exists(file))
    co_return -1;
  if (auto size = fs::file_size(file); size > 4)
    steps += 100;
  if (bool directory = fs::is_directory(file))
    steps += directory;
  while (fs::file_size(file) > 3) {
    fs::resize_file(file, fs::file_size(file) - 1);
    ++steps;
  }
  for (; fs::file_size(file) > 1; ++steps)
    fs::resize_file(file, fs::file_size(file) - 1);
  do
    ++steps;
  while (fs::remove(file));
  co_return steps;
}

int main() {
  std::ofstream("condition.txt") << "hello";
  unblock::runtime rt;
  std::cout << rt.block_on(shrink("condition.txt")) << '\n'
            << rt.block_on(shrink("condition.txt")) << '\n';
}
