// RUN: %check_fixits %s %t
// Only the headers that are used were included.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <unistd.h>

boost::asio::awaitable<void> settle() {
  ::usleep(1000);
  co_return;
}
int main() {
  boost::asio::io_context context;
  boost::asio::co_spawn(context, settle(), boost::asio::detached);
  context.run();
}
