// RUN: %check_fixits %s %t
// no-fix: to move the call takes a thread pool
#include <coro/coro.hpp>
#include <filesystem>
#include <string>

static bool isReady(const std::string &name) {
  return std::filesystem::exists(name + ".ready");
}
coro::task<int> checks(std::string name) {
  co_return isReady(name) ? 1 : 0;
}
