// RUN: %check_fixits %s %t
// no-fix: a stream with a life of its own: opened, tested, read item by item
//
// A stream with a life of its own: opened, tested, read item by item.

#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> sum(std::string name) {
  std::ifstream in(name);
  if (!in)
    co_return -1;
  int total = 0;
  std::string line;
  std::getline(in, line);
  for (int value; in >> value;)
    total += value;
  co_return total + static_cast<int>(line.size());
}

unblock::task<> save(std::string name, int value) {
  std::ofstream out(name);
  out << "sum\n" << value << ' ' << 2 * value;
  out.close();
  co_return;
}

int main() {
  unblock::runtime rt;
  rt.block_on(save("stream.txt", 4));
  std::cout << rt.block_on(sum("stream.txt")) << rt.block_on(sum("none"))
            << '\n';
  std::remove("stream.txt");
}
