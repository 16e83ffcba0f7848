// RUN: %check_fixits %s %t
//
// The value is converted, by hand and by the language.

#include <chrono>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
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
  std::string text = name();
  std::string_view view{name()};
  std::optional<long> maybe = number();
  char letter = (char)number();
  auto narrow = static_cast<unsigned char>(number() + 1);
  bool truth = number() && name();
  (void)number();
  std::cout << text << view << *maybe << letter << narrow << truth << '\n';
  co_return name();
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(convert()) << '\n';
}
