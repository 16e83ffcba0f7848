// The rule holds for one value of an argument; other calls are moved.
#include <acme/net.h>
#include <acme/pool.h>
#include <acme/task.h>
#include <cstdio>
#include <string>
#include <utility>

extern "C" inline int legacy_length(const char *);
std::string legacy_fetch(const std::string &url, int flags);

static acme::Task<std::string> gets(std::string url) {
  std::string plain = co_await acme::fetch(url, acme::flags(0));
  auto work = [url = std::move(url)] {
    return legacy_fetch(url + "?cached", 1);
  };
  std::string cached = co_await acme::run_blocking(std::move(work));
  co_return plain + cached;
}
std::string legacy_fetch(const std::string &url, int) { return url; }
int main() { std::printf("%s\n", gets("u").run().c_str()); }
