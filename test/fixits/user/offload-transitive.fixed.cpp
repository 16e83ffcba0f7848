// The call of the helper goes to the pool, not what is in it.
#include <acme/pool.h>
#include <acme/task.h>
#include <cstdio>
#include <fstream>
#include <string>
#include <utility>

static std::string firstLine(const std::string &name) {
  std::ifstream in(name);
  std::string line;
  std::getline(in, line);
  return line;
}
static acme::Task<std::size_t> measures(std::string name) {
  auto work = [name = std::move(name)] { return firstLine(name); };
  std::string line = co_await acme::run_blocking(std::move(work));
  co_return line.size();
}
int main() { std::printf("%zu\n", measures("/proc/sys/kernel/ostype").run()); }
