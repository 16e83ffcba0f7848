// The value is converted, by hand and by the language.

#include <chrono>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

const char *name() {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return "name";
}

long number() {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return 65;
}

unblock::task<std::string> convert() {
  std::string text = co_await unblock::spawn_blocking([] { return name(); });
  std::string_view view{
      co_await unblock::spawn_blocking([] { return name(); })};
  std::optional<long> maybe =
      co_await unblock::spawn_blocking([] { return number(); });
  char letter = (char)co_await unblock::spawn_blocking([] { return number(); });
  auto narrow = static_cast<unsigned char>(
      co_await unblock::spawn_blocking([] { return number(); }) + 1);
  bool truth = co_await unblock::spawn_blocking([] { return number(); }) &&
               co_await unblock::spawn_blocking([] { return name(); });
  (void)co_await unblock::spawn_blocking([] { return number(); });
  std::cout << text << view << *maybe << letter << narrow << truth << '\n';
  co_return co_await unblock::spawn_blocking([] { return name(); });
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(convert()) << '\n';
}
