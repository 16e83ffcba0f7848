// RUN: %check_fixits %s %t
// lint: --models=%S/Inputs/acme.yaml
// What has no counterpart goes to the project's pool.
#include <acme/task.h>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>

static acme::Task<bool> isThere(std::filesystem::path folder,
                                std::string name) {
  if (!std::filesystem::exists(folder))
    co_return false;
  co_return std::filesystem::is_directory(folder / name);
}
int main() { std::printf("%d\n", int(isThere("/", "dev").run())); }
