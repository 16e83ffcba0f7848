// RUN: %check_fixits %s %t
// no-fix: what is left of the pause is used: a timer has no such value
#include <asio.hpp>
#include <unistd.h>

asio::awaitable<int> waits(unsigned seconds) {
  if (sleep(seconds) != 0)
    co_return 1;
  unsigned left = sleep(2);
  co_return int(left);
}
