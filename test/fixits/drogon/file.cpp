// RUN: %check_fixits %s %t
// no-fix: to move the calls takes a task queue
#include <drogon/drogon.h>
#include <fstream>
#include <string>

drogon::Task<std::string> loads(std::string name) {
  std::ifstream in(name);
  std::string line;
  std::getline(in, line);
  co_return line;
}
