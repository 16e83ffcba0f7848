// RUN: %check_fixits %s %t
// A timer of Asio with Cobalt's token.
#include <boost/cobalt.hpp>
#include <chrono>
#include <thread>

namespace cobalt = boost::cobalt;

cobalt::task<void> waits(std::chrono::milliseconds delay) {
  for (int i = 0; i < 3; ++i)
    std::this_thread::sleep_for(delay);
  co_return;
}
cobalt::promise<int> eager() {
  std::this_thread::sleep_for(std::chrono::seconds(1));
  co_return 1;
}
