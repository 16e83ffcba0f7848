#include "greet.hpp"
#include <unblock/time.hpp>

unblock::task<std::string> other() {
  std::string name = co_await later(std::string("other"));
  co_await unblock::sleep_for(std::chrono::microseconds(20));
  co_return co_await greet(name);
}
