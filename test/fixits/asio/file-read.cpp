// RUN: %check_fixits %s %t
// no-fix: Asio has no pool of its own to move the calls to
#include <asio.hpp>
#include <fstream>
#include <iterator>
#include <string>

asio::awaitable<std::string> load(std::string path) {
  std::ifstream file(path);
  std::string text((std::istreambuf_iterator<char>(file)),
                   std::istreambuf_iterator<char>());
  co_return text;
}
