// REQUIRES: debian
// RUN: %check_fixits %s %t
// lint: --models=%S/Inputs/asio-pool.yaml
// A project adds its pool to the profile of Asio.
#include <asio.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>

static std::string firstLine(const std::string &name) {
  std::ifstream in(name);
  std::string line;
  std::getline(in, line);
  return line;
}
static asio::awaitable<void> shows(std::string name, bool &found) {
  found = std::filesystem::exists(name);
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::string line = firstLine(name);
  std::printf("%d %zu\n", int(found), line.size());
  co_return;
}
int main() {
  asio::io_context context;
  bool found = false;
  asio::co_spawn(context, shows("/nowhere", found), asio::detached);
  context.run();
}
