// RUN: %check_fixits %s %t
// no-fix: the error is written into a local variable of the coroutine
//
// The error is written into a local variable of the coroutine.

#include <filesystem>
#include <iostream>
#include <system_error>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<bool> missing(std::filesystem::path file) {
  std::error_code error;
  auto size = std::filesystem::file_size(file, error);
  std::filesystem::remove(file, error);
  co_return error || size == static_cast<std::uintmax_t>(-1);
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(missing("no such file")) << '\n';
}
