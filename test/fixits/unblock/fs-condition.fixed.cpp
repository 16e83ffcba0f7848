// The value decides: if, if with an initialiser, while, for, do, not.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <unblock/blocking.hpp>
#include <unblock/fs.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

namespace fs = std::filesystem;

unblock::task<int> shrink(const fs::path file) {
  int steps = 0;
  if (!co_await unblock::fs::exists(file))
    co_return -1;
  if (auto size = co_await unblock::spawn_blocking(
          [file] { return fs::file_size(file); });
      size > 4)
    steps += 100;
  auto work = [file] { return fs::is_directory(file); };
  if (bool directory = co_await unblock::spawn_blocking(std::move(work)))
    steps += directory;
  while (co_await unblock::spawn_blocking(
             [file] { return fs::file_size(file); }) > 3) {
    auto work2 = [file] { fs::resize_file(file, fs::file_size(file) - 1); };
    co_await unblock::spawn_blocking(std::move(work2));
    ++steps;
  }
  for (; co_await unblock::spawn_blocking(
             [file] { return fs::file_size(file); }) > 1;
       ++steps)
    co_await unblock::spawn_blocking(
        [file] { fs::resize_file(file, fs::file_size(file) - 1); });
  do
    ++steps;
  while (co_await unblock::fs::remove(file));
  co_return steps;
}

int main() {
  std::ofstream("condition.txt") << "hello";
  unblock::runtime rt;
  std::cout << rt.block_on(shrink("condition.txt")) << '\n'
            << rt.block_on(shrink("condition.txt")) << '\n';
}
