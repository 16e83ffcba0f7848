// The same by way of a string stream.

#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <unblock/fs.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<std::size_t> measure(std::string name) {
  std::string text = co_await unblock::fs::read_to_string(name);
  co_return text.size();
}

int main() {
  std::ofstream("buffer.txt") << "one\ntwo\n";
  unblock::runtime rt;
  std::cout << rt.block_on(measure("buffer.txt")) << '\n';
  std::remove("buffer.txt");
}
