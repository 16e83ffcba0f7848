// RUN: %check_fixits %s %t
//
// The same by way of a string stream.

#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<std::size_t> measure(std::string name) {
  std::ifstream in(name);
  std::stringstream buffer;
  buffer << in.rdbuf();
  std::string text = buffer.str();
  co_return text.size();
}

int main() {
  std::ofstream("buffer.txt") << "one\ntwo\n";
  unblock::runtime rt;
  std::cout << rt.block_on(measure("buffer.txt")) << '\n';
  std::remove("buffer.txt");
}
