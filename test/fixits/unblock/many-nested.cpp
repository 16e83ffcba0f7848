// RUN: %check_fixits %s %t
//
// Calls whose arguments block as well move together.

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int parse(std::string text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return static_cast<int>(text.size());
}

std::string fetch(int id) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return std::string(static_cast<std::size_t>(id), 'x');
}

unblock::task<int> run(int id, std::filesystem::path file) {
  int size = parse(fetch(id));
  size += parse(fetch(parse(fetch(size))));
  if (std::filesystem::remove(std::filesystem::canonical(file)))
    ++size;
  co_return size;
}

int main() {
  std::ofstream("nested.txt") << "1";
  unblock::runtime rt;
  std::cout << rt.block_on(run(3, "nested.txt")) << '\n';
}
