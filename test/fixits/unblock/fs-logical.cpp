// RUN: %check_fixits %s %t
//
// What short-circuit and conditional operators leave out stays left out.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

namespace fs = std::filesystem;

unblock::task<long> pick(fs::path first, fs::path second, bool any) {
  if (fs::exists(first) && fs::file_size(first) > 2)
    std::cout << "first is large\n";
  if (any || fs::exists(second))
    std::cout << "second may do\n";
  auto size = fs::exists(first) ? fs::file_size(first) : fs::file_size(second);
  co_return static_cast<long>(size);
}

int main() {
  std::ofstream("logical.txt") << "hello";
  unblock::runtime rt;
  std::cout << rt.block_on(pick("logical.txt", "none", true)) << '\n'
            << rt.block_on(pick("none", "logical.txt", false)) << '\n';
  fs::remove("logical.txt");
}
