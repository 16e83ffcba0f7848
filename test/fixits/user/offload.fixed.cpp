// What has no counterpart goes to the project's pool.
#include <acme/pool.h>
#include <acme/task.h>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>

static acme::Task<bool> isThere(std::filesystem::path folder,
                                std::string name) {
  auto work = [folder] { return std::filesystem::exists(folder); };
  if (!co_await acme::run_blocking(std::move(work)))
    co_return false;
  auto work2 = [folder = std::move(folder), name = std::move(name)] {
    return std::filesystem::is_directory(folder / name);
  };
  co_return co_await acme::run_blocking(std::move(work2));
}
int main() { std::printf("%d\n", int(isThere("/", "dev").run())); }
