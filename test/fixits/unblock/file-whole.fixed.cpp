// A stream that is opened, read to its end and forgotten.

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <unblock/fs.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> count(std::string name) {
  std::string text = co_await unblock::fs::read_to_string(name);
  int lines = 0;
  for (char c : text)
    lines += c == '\n';
  co_return lines;
}

int main() {
  std::ofstream("whole.txt") << "one\ntwo\n";
  unblock::runtime rt;
  std::cout << rt.block_on(count("whole.txt")) << '\n';
  std::remove("whole.txt");
}
