// Files by descriptor: opening, measuring and flushing need only the number;
// reading into a local buffer cannot move.

#include <cstdio>
#include <fcntl.h>
#include <iostream>
#include <string>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unistd.h>

unblock::task<long> save(std::string name) {
  auto work = [name = std::move(name)] {
    return ::open(name.c_str(), O_CREAT | O_RDWR | O_TRUNC, 0600);
  };
  int file = co_await unblock::spawn_blocking(std::move(work));
  if (file < 0)
    co_return -1;
  if (co_await unblock::spawn_blocking([file] { return ::fsync(file); }) != 0)
    co_return -2;
  long written = co_await unblock::spawn_blocking(
      [file] { return pwrite(file, "hello", 5, 0); });
  co_await unblock::spawn_blocking([file] { ::fdatasync(file); });
  ::close(file);
  co_return written;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(save("descriptor.txt")) << '\n';
  std::remove("descriptor.txt");
}
