// RUN: %check_fixits %s %t
//
// The value is thrown, and the helper throws.

#include <chrono>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::string fetch(int id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  if (id < 0)
    throw std::invalid_argument("negative");
  return "error " + std::to_string(id);
}

unblock::task<int> run(int id) {
  if (id > 1)
    throw std::runtime_error(fetch(id));
  try {
    std::string text = fetch(id);
    std::cout << text << ", " << std::filesystem::file_size("none") << '\n';
  } catch (const std::filesystem::filesystem_error &error) {
    std::cout << error.path1() << '\n';
  }
  co_return id;
}

int main() {
  unblock::runtime rt;
  for (int id : {2, 1, -1})
    try {
      std::cout << rt.block_on(run(id)) << '\n';
    } catch (const std::exception &error) {
      std::cout << error.what() << '\n';
    }
}
