// RUN: %check_fixits %s %t
// no-fix: what is read goes into a buffer of the coroutine
//
// What is read goes into a buffer of the coroutine.

#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unistd.h>

unblock::task<long> head(int file) {
  char buffer[4];
  long count = ::read(file, buffer, sizeof buffer);
  std::cout.write(buffer, count) << '\n';
  co_return count;
}

int main() {
  std::ofstream("readbuffer.txt") << "hello";
  int file = ::open("readbuffer.txt", O_RDONLY);
  unblock::runtime rt;
  std::cout << rt.block_on(head(file)) << '\n';
  ::close(file);
  std::remove("readbuffer.txt");
}
