// The range of a loop comes from a helper, and each element is used in turn.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <vector>

namespace fs = std::filesystem;

std::vector<fs::path> list(const fs::path &folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry &entry : fs::directory_iterator(folder))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

unblock::task<> show(fs::path folder) {
  auto work = [folder = std::move(folder)] { return list(folder); };
  for (const fs::path &file : co_await unblock::spawn_blocking(std::move(work)))
    std::cout << file.filename() << ' '
              << co_await unblock::spawn_blocking(
                     [file] { return fs::file_size(file); })
              << '\n';
  co_return;
}

int main() {
  fs::create_directory("range");
  std::ofstream("range/a.txt") << "a";
  std::ofstream("range/b.txt") << "bb";
  unblock::runtime rt;
  rt.block_on(show("range"));
  fs::remove_all("range");
}
