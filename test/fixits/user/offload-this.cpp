// RUN: %check_fixits %s %t
// lint: --models=%S/Inputs/acme.yaml
// no-fix: the closure may not keep the object
#include <acme/task.h>
#include <fstream>
#include <string>

class Settings {
public:
  acme::Task<std::string> load() { co_return read(); }

private:
  std::string read() {
    std::ifstream in(name);
    std::string line;
    std::getline(in, line);
    return line;
  }
  std::string name;
};
