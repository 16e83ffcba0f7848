// In a template: only what does not depend on its parameters.
#include <acme/pool.h>
#include <acme/task.h>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>

template <typename T> acme::Task<T> sized(std::filesystem::path path, T empty) {
  auto work = [path] { return std::filesystem::exists(path); };
  if (!co_await acme::run_blocking(std::move(work)))
    co_return empty;
  auto work2 = [path = std::move(path)] {
    return std::filesystem::file_size(path);
  };
  co_return T(co_await acme::run_blocking(std::move(work2)));
}
int main() {
  std::printf("%ld %d\n", sized<long>("/nowhere", -1).run(),
              sized<int>("/nowhere", -2).run());
}
