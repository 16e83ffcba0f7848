// RUN: %check_fixits %s %t
// no-fix: the C library's files are pointers, whose owner may close them
//
// The C library's files are pointers, whose owner may close them.

#include <cstdio>
#include <fstream>
#include <iostream>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> head(std::FILE *file) {
  char buffer[8] = {};
  std::size_t count = std::fread(buffer, 1, 3, file);
  std::cout << buffer << '\n';
  if (std::fgets(buffer, sizeof buffer, file))
    std::cout << buffer << '\n';
  co_return static_cast<int>(count) + std::fgetc(file);
}

int main() {
  std::ofstream("stdio.txt") << "hello\n";
  std::FILE *file = std::fopen("stdio.txt", "r");
  unblock::runtime rt;
  std::cout << rt.block_on(head(file)) << '\n';
  std::fclose(file);
  std::remove("stdio.txt");
}
