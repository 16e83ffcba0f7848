// The members of the value are bound to names.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <utility>

std::pair<std::string, int> parse(const std::string &file) {
  std::ifstream in(file);
  std::string key;
  int value = 0;
  in >> key >> value;
  return {key, value};
}

unblock::task<int> run(std::string file) {
  auto work = [file] { return parse(file); };
  auto [key, value] = co_await unblock::spawn_blocking(std::move(work));
  auto work2 = [file] { return parse(file); };
  const auto &[again, same] =
      co_await unblock::spawn_blocking(std::move(work2));
  auto work3 = [file = std::move(file)] {
    return std::filesystem::space(file);
  };
  auto [capacity, free, available] =
      co_await unblock::spawn_blocking(std::move(work3));
  std::cout << key << again << (capacity >= free && free >= available) << '\n';
  co_return value + same;
}

int main() {
  std::ofstream("bindings.txt") << "answer 21\n";
  unblock::runtime rt;
  std::cout << rt.block_on(run("bindings.txt")) << '\n';
  std::filesystem::remove("bindings.txt");
}
