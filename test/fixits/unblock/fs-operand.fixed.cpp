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
  auto twice = 2 * co_await unblock::spawn_blocking(
                       [file] { return fs::file_size(file); }) +
               1;
  auto negative = -static_cast<int>(
      co_await unblock::spawn_blocking([file] { return fs::file_size(file); }));
  double half = double(co_await unblock::spawn_blocking(
                    [file] { return fs::file_size(file); })) /
                2;
  auto name =
      (co_await unblock::spawn_blocking([file] { return fs::canonical(file); }))
          .filename()
          .string();
  auto first = (co_await unblock::spawn_blocking([file] {
                 return fs::canonical(file);
               })).native()[0];
  auto available = (co_await unblock::spawn_blocking([file] {
                     return fs::space(file);
                   })).available > 0;
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
