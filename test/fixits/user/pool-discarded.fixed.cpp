// The result of the pool's work is thrown away.
#include <acme/pool.h>
#include <acme/task.h>
#include <filesystem>
#include <string>

acme::Task<void> cleans(std::string name) {
  co_await acme::run_blocking([name] { std::filesystem::remove(name); });
  co_return;
}
