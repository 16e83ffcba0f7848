// RUN: %check_fixits %s %t
// no-fix: Asio has no pool of its own to move the call to
#include <asio.hpp>
#include <filesystem>
#include <string>

asio::awaitable<std::string> find(std::filesystem::path root,
                                  std::string name) {
  if (std::filesystem::exists(root / name))
    co_return name;
  co_return std::string();
}
