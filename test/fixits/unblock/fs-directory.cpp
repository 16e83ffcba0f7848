// RUN: %check_fixits %s %t
// no-fix: each step of the iteration reads the directory
//
// Each step of the iteration reads the directory.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

namespace fs = std::filesystem;

unblock::task<int> count(fs::path folder) {
  int files = 0;
  for (const fs::directory_entry &entry : fs::directory_iterator(folder))
    files += entry.path().extension() == ".txt";
  co_return files;
}

int main() {
  fs::create_directory("directory");
  std::ofstream("directory/a.txt") << "a";
  std::ofstream("directory/b.txt") << "b";
  unblock::runtime rt;
  std::cout << rt.block_on(count("directory")) << '\n';
  fs::remove_all("directory");
}
