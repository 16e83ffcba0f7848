// RUN: %check_fixits %s %t
// The places where a statement's expression stands without a use of its value.
#include <asio.hpp>
#include <chrono>
#include <thread>

asio::awaitable<int> counts(int n) {
  using namespace std::chrono_literals;
  int done = 0;
  for (int i = 0; i < n; std::this_thread::sleep_for(1ms), ++i)
    ++done;
  while (done > 0)
    std::this_thread::sleep_for(2ms), --done;
  if (n > 3)
    std::this_thread::sleep_for(3ms);
  else
    std::this_thread::sleep_for(4ms);
  (void)(std::this_thread::sleep_for(5ms), 0);
  co_return done;
}
