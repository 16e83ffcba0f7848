// RUN: %check_fixits %s %t
// no-fix: to move the calls takes a pool
#include <folly/coro/Task.h>
#include <folly/executors/CPUThreadPoolExecutor.h>
#include <fstream>
#include <string>

folly::coro::Task<std::string> loads(folly::CPUThreadPoolExecutor &,
                                     std::string name) {
  std::ifstream in(name);
  std::string line;
  std::getline(in, line);
  co_return line;
}
