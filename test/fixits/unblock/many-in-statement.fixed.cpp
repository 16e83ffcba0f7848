// Several findings in one statement, and several statements on one line.

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/fs.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>

namespace fs = std::filesystem;

unblock::task<long> run(fs::path one, fs::path two) {
  auto sum =
      co_await unblock::spawn_blocking([one] { return fs::file_size(one); }) +
      co_await unblock::spawn_blocking([two] { return fs::file_size(two); });
  bool both =
      co_await unblock::fs::exists(one) && co_await unblock::fs::exists(two);
  co_await unblock::sleep_for(std::chrono::microseconds(9));
  auto work = [one] { return fs::is_regular_file(one); };
  bool plain = co_await unblock::spawn_blocking(std::move(work));
  std::cout << co_await unblock::spawn_blocking([one] {
    return fs::file_size(one);
  }) << ' ' << co_await unblock::spawn_blocking([two] {
    return fs::file_size(two);
  }) << '\n';
  co_await unblock::fs::remove(one), co_await unblock::fs::remove(two);
  co_return static_cast<long>(sum) + both + plain;
}

int main() {
  std::ofstream("one.txt") << "1";
  std::ofstream("two.txt") << "22";
  unblock::runtime rt;
  std::cout << rt.block_on(run("one.txt", "two.txt")) << '\n';
}
