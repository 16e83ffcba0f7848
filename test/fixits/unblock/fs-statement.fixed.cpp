// File operations whose value nobody uses.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <unblock/blocking.hpp>
#include <unblock/fs.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

namespace fs = std::filesystem;

unblock::task<> shuffle(fs::path from, fs::path to) {
  co_await unblock::fs::create_dir_all(to);
  co_await unblock::fs::rename(from, to / "a");
  auto work = [to] { fs::copy_file(to / "a", to / "b"); };
  co_await unblock::spawn_blocking(std::move(work));
  co_await unblock::fs::remove(to / "a");
  auto work2 = [to = std::move(to)] { fs::resize_file(to / "b", 2); };
  co_await unblock::spawn_blocking(std::move(work2));
  co_return;
}

int main() {
  std::ofstream("letter.txt") << "hello";
  unblock::runtime rt;
  rt.block_on(shuffle("letter.txt", "box/deep"));
  std::cout << fs::exists("letter.txt") << fs::exists("box/deep/a")
            << fs::file_size("box/deep/b") << '\n';
  fs::remove_all("box");
}
