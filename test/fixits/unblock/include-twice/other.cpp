#include "greet.hpp"

unblock::task<std::string> other() {
  std::string name = co_await later(std::string("other"));
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  co_return co_await greet(name);
}
