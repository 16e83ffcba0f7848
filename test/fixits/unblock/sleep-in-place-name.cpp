// RUN: %check_fixits %s %t
// no-fix: 'unblock' means something else here
//
// A namespace of the program has the runtime's name.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

namespace app {
namespace unblock {
inline const char *version() { return "app 1.0"; }
} // namespace unblock

::unblock::task<const char *> start() {
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  co_return unblock::version();
}
} // namespace app

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(app::start()) << '\n';
}
