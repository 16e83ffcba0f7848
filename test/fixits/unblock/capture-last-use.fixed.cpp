// A parameter is moved where it is used last, copied before.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <vector>

int upload(const std::vector<std::string> &lines) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  int size = 0;
  for (const std::string &line : lines)
    size += static_cast<int>(line.size());
  return size;
}

unblock::task<int> send(std::vector<std::string> lines) {
  int first = upload(lines);
  lines.push_back("end");
  auto work = [lines = std::move(lines)] { return upload(lines); };
  int second = co_await unblock::spawn_blocking(std::move(work));
  co_return first * 100 + second;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(send({"one", "two"})) << '\n';
}
