// RUN: %check_fixits %s %t
// no-fix: the member function is no coroutine; to move its call takes a pool
#include <cstddef>
#include <folly/coro/Task.h>
#include <fstream>
#include <string>

struct Store {
  std::string load(const std::string &name) {
    std::ifstream in(name);
    std::string line;
    std::getline(in, line);
    return line;
  }
};
folly::coro::Task<std::size_t> measures(Store &store) {
  co_return store.load("data").size();
}
