// The value initialises a variable, is assigned, and is returned.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <unblock/blocking.hpp>
#include <unblock/fs.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<std::uintmax_t> measure(std::filesystem::path file) {
  bool there = co_await unblock::fs::exists(file);
  auto work = [file] { return std::filesystem::file_size(file); };
  std::uintmax_t size{co_await unblock::spawn_blocking(std::move(work))};
  auto work2 = [file] { return std::filesystem::hard_link_count(file); };
  auto links(co_await unblock::spawn_blocking(std::move(work2)));
  std::cout << there << size << links << '\n';
  there = co_await unblock::fs::remove(file);
  std::cout << there << '\n';
  co_return co_await unblock::fs::remove_all(file);
}

int main() {
  std::ofstream("value.txt") << "hello";
  unblock::runtime rt;
  std::cout << rt.block_on(measure("value.txt")) << '\n';
}
