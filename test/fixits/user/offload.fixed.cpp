// What has no counterpart goes to the project's pool.
#include <acme/pool.h>
#include <acme/task.h>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>

static acme::Task<bool> isThere(std::filesystem::path folder,
                                std::string name) {
  if (!co_await acme::run_blocking(
          [folder] { return std::filesystem::exists(folder); }))
    co_return false;
  co_return co_await acme::run_blocking(
      [folder = std::move(folder), name = std::move(name)] {
        return std::filesystem::is_directory(folder / name);
      });
}
int main() { std::printf("%d\n", int(isThere("/", "dev").run())); }
