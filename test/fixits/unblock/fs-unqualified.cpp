// RUN: %check_fixits %s %t
//
// The functions are found through their arguments.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<bool> clean(std::filesystem::path file) {
  if (exists(file) && file_size(file) == 5)
    std::cout << "found\n";
  bool removed = remove(file);
  co_return removed && !exists(file);
}

int main() {
  std::ofstream("unqualified.txt") << "hello";
  unblock::runtime rt;
  std::cout << rt.block_on(clean("unqualified.txt")) << '\n';
}
