// RUN: %check_fixits %s %t
// lint: --models=%S/Inputs/acme.yaml
// The result of the pool's work is thrown away.
#include <acme/pool.h>
#include <acme/task.h>
#include <filesystem>
#include <string>

acme::Task<void> cleans(std::string name) {
  acme::run_blocking([name] { std::filesystem::remove(name); });
  co_return;
}
