// RUN: %check_fixits %s %t
// lint: --models=%S/Inputs/acme.yaml
// In a template: only what does not depend on its parameters.
#include <acme/task.h>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>

template <typename T> acme::Task<T> sized(std::filesystem::path path, T empty) {
  if (!std::filesystem::exists(path))
    co_return empty;
  co_return T(std::filesystem::file_size(path));
}
int main() {
  std::printf("%ld %d\n", sized<long>("/nowhere", -1).run(),
              sized<int>("/nowhere", -2).run());
}
