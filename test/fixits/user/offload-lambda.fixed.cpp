// In a lambda that is a coroutine, with captures of its own.
#include <acme/pool.h>
#include <acme/task.h>
#include <cstdio>
#include <filesystem>
#include <string>

int main() {
  std::filesystem::path root = "/";
  auto check = [root](std::string name) -> acme::Task<bool> {
    auto work = [root, name = std::move(name)] {
      return std::filesystem::exists(root / name);
    };
    co_return co_await acme::run_blocking(std::move(work));
  };
  std::printf("%d\n", int(check("dev").run()));
}
