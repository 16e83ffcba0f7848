// RUN: %check_fixits %s %t
// The POSIX ways to pause, each as a statement of its own.
#include <asio.hpp>
#include <unistd.h>

asio::awaitable<void> settle(unsigned seconds) {
  sleep(seconds);
  ::usleep(250);
  co_return;
}
