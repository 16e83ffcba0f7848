// RUN: %check_fixits %s %t
// no-fix: the pool for blocking work is the runtime's
#include <concurrencpp/concurrencpp.h>
#include <filesystem>

concurrencpp::lazy_result<bool> exists(std::filesystem::path path) {
  co_return std::filesystem::exists(path);
}
