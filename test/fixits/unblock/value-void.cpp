// RUN: %check_fixits %s %t
//
// The helper gives nothing; one call stands as an operand of co_return.

#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

void store(const std::string &file, const std::string &text) {
  std::ofstream out(file, std::ios::app);
  out << text;
}

unblock::task<> save(std::string file, std::string text) {
  store(file, text);
  if (text.empty())
    co_return store(file, "nothing");
  store(file, ".");
}

int main() {
  unblock::runtime rt;
  rt.block_on(save("void.txt", "hello"));
  rt.block_on(save("void.txt", ""));
  std::string text;
  std::ifstream("void.txt") >> text;
  std::cout << text << '\n';
  std::remove("void.txt");
}
