// RUN: %check_fixits %s %t
// no-fix: all executors must not block
#include <filesystem>
#include <tmc/all_headers.hpp>

tmc::task<bool> exists(std::filesystem::path path) {
  co_return std::filesystem::exists(path);
}
