// RUN: %seeds/spawn-blocking/error-handling
// RUN: %check_seed %s %t
//
// Two layers: what the function reports in its result, and what became of the
// work: a value, an exception, or cancelled.

#include "seed.hpp"
#include <stdexcept>
#include <string>
#include <system_error>
#include <unblock/unblock.hpp>
#include <variant>

using unblock::task;
using namespace seed;

using result = std::variant<int, std::error_code>;

result parse(const std::string &text) {
  if (text.empty())
    return std::make_error_code(std::errc::invalid_argument);
  return std::stoi(text); // throws for what is no number
}

task<std::string> describe(std::string text) {
  auto handle = unblock::spawn_blocking([text] { return parse(text); });
  auto outcome = co_await handle.result();
  if (outcome.is_cancelled())
    co_return "join error";
  if (outcome.has_exception()) {
    try {
      std::rethrow_exception(outcome.exception());
    } catch (const std::invalid_argument &) {
      co_return "exception";
    }
  }
  auto value = std::move(outcome).value();
  if (auto *error = std::get_if<std::error_code>(&value))
    co_return "function error: " + error->message();
  co_return "success: " + std::to_string(std::get<int>(value));
}

// The same with exceptions: awaiting the handle rethrows.
task<int> value_of(std::string text) {
  auto handle = unblock::spawn_blocking([text] { return parse(text); });
  auto value = co_await handle;
  if (auto *error = std::get_if<std::error_code>(&value))
    throw std::system_error(*error);
  co_return std::get<int>(value);
}

task<> run() {
  CHECK(co_await describe("42") == "success: 42");
  CHECK(co_await describe("") == "function error: Invalid argument");
  CHECK(co_await describe("forty-two") == "exception");

  CHECK(co_await value_of("42") == 42);
  CHECK_THROWS(std::system_error, co_await value_of(""));
  CHECK_THROWS(std::invalid_argument, co_await value_of("forty-two"));

  // Cancelled: the task never gets beyond its sleep.
  auto sleeper =
      unblock::spawn([]() -> task<> { co_await unblock::sleep_for(1h); }());
  sleeper.abort();
  CHECK_THROWS(unblock::join_error, co_await sleeper);
}

int main() {
  unblock::runtime rt;
  rt.block_on(run());
}
