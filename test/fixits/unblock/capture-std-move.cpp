// RUN: %check_fixits %s %t
//
// Arguments that are moved, forwarded or temporary.

#include <chrono>
#include <filesystem>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <utility>

std::size_t store(std::filesystem::path file, std::string text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return file.native().size() * 10 + text.size();
}

unblock::task<std::size_t> run(std::filesystem::path folder, std::string text) {
  std::size_t size = store(folder / "a", std::string(2, 'x'));
  std::string copy = text;
  size += store(folder, std::move(text));
  size += store(std::filesystem::path("b"), copy + "!");
  co_return size;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("folder", "hello")) << '\n';
}
