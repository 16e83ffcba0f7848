// A reference is bound to the value, which lives as long as the reference.

#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::string slurp(const std::string &file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

unblock::task<int> count(std::string file) {
  auto work = [file] { return slurp(file); };
  const auto &first = co_await unblock::spawn_blocking(std::move(work));
  auto work2 = [file = std::move(file)] { return slurp(file); };
  std::string &&second = co_await unblock::spawn_blocking(std::move(work2));
  second += "!";
  std::cout << first << second << '\n';
  co_return static_cast<int>(first.size() + second.size());
}

int main() {
  std::ofstream("reference.txt") << "hello\n";
  unblock::runtime rt;
  std::cout << rt.block_on(count("reference.txt")) << '\n';
  std::remove("reference.txt");
}
