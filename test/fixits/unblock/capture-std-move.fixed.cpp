// Arguments that are moved, forwarded or temporary.

#include <chrono>
#include <filesystem>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <utility>

std::size_t store(std::filesystem::path file, std::string text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return file.native().size() * 10 + text.size();
}

unblock::task<std::size_t> run(std::filesystem::path folder, std::string text) {
  auto work = [folder] { return store(folder / "a", std::string(2, 'x')); };
  std::size_t size = co_await unblock::spawn_blocking(std::move(work));
  std::string copy = text;
  auto work2 = [folder = std::move(folder), text = std::move(text)]() mutable {
    return store(folder, std::move(text));
  };
  size += co_await unblock::spawn_blocking(std::move(work2));
  auto work3 = [copy = std::move(copy)] {
    return store(std::filesystem::path("b"), copy + "!");
  };
  size += co_await unblock::spawn_blocking(std::move(work3));
  co_return size;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("folder", "hello")) << '\n';
}
