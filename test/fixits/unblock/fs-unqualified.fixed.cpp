// The functions are found through their arguments.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <unblock/blocking.hpp>
#include <unblock/fs.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<bool> clean(std::filesystem::path file) {
  if (co_await unblock::fs::exists(file) &&
      co_await unblock::spawn_blocking([file] { return file_size(file); }) == 5)
    std::cout << "found\n";
  bool removed = co_await unblock::fs::remove(file);
  co_return removed && !co_await unblock::fs::exists(file);
}

int main() {
  std::ofstream("unqualified.txt") << "hello";
  unblock::runtime rt;
  std::cout << rt.block_on(clean("unqualified.txt")) << '\n';
}
