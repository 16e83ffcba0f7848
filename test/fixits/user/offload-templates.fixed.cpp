// In a template: only what does not depend on its parameters.
#include <acme/pool.h>
#include <acme/task.h>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>

template <typename T> acme::Task<T> sized(std::filesystem::path path, T empty) {
  if (!co_await acme::run_blocking(
          [path] { return std::filesystem::exists(path); }))
    co_return empty;
  co_return T(co_await acme::run_blocking(
      [path = std::move(path)] { return std::filesystem::file_size(path); }));
}
int main() {
  std::printf("%ld %d\n", sized<long>("/nowhere", -1).run(),
              sized<int>("/nowhere", -2).run());
}
