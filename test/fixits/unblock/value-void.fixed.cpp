// The helper gives nothing; one call stands as an operand of co_return.

#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

void store(const std::string &file, const std::string &text) {
  std::ofstream out(file, std::ios::app);
  out << text;
}

unblock::task<> save(std::string file, std::string text) {
  auto work = [file, text] { store(file, text); };
  co_await unblock::spawn_blocking(std::move(work));
  if (text.empty())
    co_return co_await unblock::spawn_blocking(
        [file] { store(file, "nothing"); });
  auto work2 = [file = std::move(file)] { store(file, "."); };
  co_await unblock::spawn_blocking(std::move(work2));
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
