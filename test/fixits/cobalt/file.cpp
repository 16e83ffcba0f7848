// RUN: %check_fixits %s %t
// no-fix: to move the call takes a pool
#include <boost/cobalt/task.hpp>
#include <fstream>
#include <string>

boost::cobalt::task<std::string> loads(std::string name) {
  std::ifstream in(name);
  std::string line;
  std::getline(in, line);
  co_return line;
}
