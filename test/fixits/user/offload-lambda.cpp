// RUN: %check_fixits %s %t
// lint: --models=%S/Inputs/acme.yaml
// In a lambda that is a coroutine, with captures of its own.
#include <acme/task.h>
#include <cstdio>
#include <filesystem>
#include <string>

int main() {
  std::filesystem::path root = "/";
  auto check = [root](std::string name) -> acme::Task<bool> {
    co_return std::filesystem::exists(root / name);
  };
  std::printf("%d\n", int(check("dev").run()));
}
