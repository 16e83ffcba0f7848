// RUN: %check_fixits %s %t
// lint: --models=%S/Inputs/acme.yaml
// The rule holds for one value of an argument; other calls are moved.
#include <acme/task.h>
#include <cstdio>
#include <string>
#include <utility>

extern "C" inline int legacy_length(const char *);
std::string legacy_fetch(const std::string &url, int flags);

static acme::Task<std::string> gets(std::string url) {
  std::string plain = legacy_fetch(url, 0);
  std::string cached = legacy_fetch(url + "?cached", 1);
  co_return plain + cached;
}
std::string legacy_fetch(const std::string &url, int) { return url; }
int main() { std::printf("%s\n", gets("u").run().c_str()); }
