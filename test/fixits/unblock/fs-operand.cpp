// RUN: %check_fixits %s %t
//
// The value is an operand: precedence, members, subscripts, casts.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

namespace fs = std::filesystem;

unblock::task<std::uintmax_t> calculate(fs::path file) {
  auto twice = 2 * fs::file_size(file) + 1;
  auto negative = -static_cast<int>(fs::file_size(file));
  double half = double(fs::file_size(file)) / 2;
  auto name = fs::canonical(file).filename().string();
  auto first = fs::canonical(file).native()[0];
  auto available = fs::space(file).available > 0;
  std::cout << twice << negative << half << name << first << available << '\n';
  co_return fs::hard_link_count(file) << 3 | fs::file_size(file);
}

int main() {
  std::ofstream("operand.txt") << "hello";
  unblock::runtime rt;
  std::cout << rt.block_on(calculate("operand.txt")) << '\n';
  fs::remove("operand.txt");
}
