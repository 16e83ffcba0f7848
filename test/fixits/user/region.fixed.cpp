// The project's own function that runs code in place.
#include <acme/task.h>
#include <acme/pool.h>
#include <cstdio>
#include <string>
#include <unistd.h>

static std::size_t send(const std::string &text) {
  usleep(20);
  return text.size();
}

static acme::Task<std::size_t> sends(std::string text, int times) {
  std::size_t sent = 0;
  for (int i = 0; i < times; ++i) {
    sent += co_await acme::run_blocking([i] { return i; });
    auto work = [text] { return send(text); };
    sent += co_await acme::run_blocking(std::move(work));
  }
  co_return sent;
}

int main() { std::printf("%zu\n", sends("text", 3).run()); }
