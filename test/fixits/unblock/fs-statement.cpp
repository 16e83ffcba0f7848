// RUN: %check_fixits %s %t
//
// File operations whose value nobody uses.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

namespace fs = std::filesystem;

unblock::task<> shuffle(fs::path from, fs::path to) {
  fs::create_directories(to);
  fs::rename(from, to / "a");
  fs::copy_file(to / "a", to / "b");
  fs::remove(to / "a");
  fs::resize_file(to / "b", 2);
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
