// The value is an operand: precedence, members, subscripts, casts.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

namespace fs = std::filesystem;

unblock::task<std::uintmax_t> calculate(fs::path file) {
  auto work = [file] { return fs::file_size(file); };
  auto twice = 2 * co_await unblock::spawn_blocking(std::move(work)) + 1;
  auto work2 = [file] { return fs::file_size(file); };
  auto negative =
      -static_cast<int>(co_await unblock::spawn_blocking(std::move(work2)));
  auto work3 = [file] { return fs::file_size(file); };
  double half = double(co_await unblock::spawn_blocking(std::move(work3))) / 2;
  auto work4 = [file] { return fs::canonical(file); };
  auto name =
      (co_await unblock::spawn_blocking(std::move(work4))).filename().string();
  auto work5 = [file] { return fs::canonical(file); };
  auto first = (co_await unblock::spawn_blocking(std::move(work5))).native()[0];
  auto work6 = [file] { return fs::space(file); };
  auto available =
      (co_await unblock::spawn_blocking(std::move(work6))).available > 0;
  std::cout << twice << negative << half << name << first << available << '\n';
  co_return co_await unblock::spawn_blocking([file] {
    return fs::hard_link_count(file);
  }) << 3 |
      co_await unblock::spawn_blocking([file] { return fs::file_size(file); });
}

int main() {
  std::ofstream("operand.txt") << "hello";
  unblock::runtime rt;
  std::cout << rt.block_on(calculate("operand.txt")) << '\n';
  fs::remove("operand.txt");
}
