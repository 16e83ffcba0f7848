// RUN: %check_fixits %s %t
//
// Several findings in one statement, and several statements on one line.

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

namespace fs = std::filesystem;

unblock::task<long> run(fs::path one, fs::path two) {
  auto sum = fs::file_size(one) + fs::file_size(two);
  bool both = fs::exists(one) && fs::exists(two); std::this_thread::sleep_for(std::chrono::microseconds(9)); bool plain = fs::is_regular_file(one);
  std::cout << fs::file_size(one) << ' ' << fs::file_size(two) << '\n';
  fs::remove(one), fs::remove(two);
  co_return static_cast<long>(sum) + both + plain;
}

int main() {
  std::ofstream("one.txt") << "1";
  std::ofstream("two.txt") << "22";
  unblock::runtime rt;
  std::cout << rt.block_on(run("one.txt", "two.txt")) << '\n';
}
