// Only the headers that are used were included.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <unistd.h>

boost::asio::awaitable<void> settle() {
  co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor,
                                     std::chrono::microseconds(1000))
      .async_wait(boost::asio::use_awaitable);
  co_return;
}
int main() {
  boost::asio::io_context context;
  boost::asio::co_spawn(context, settle(), boost::asio::detached);
  context.run();
}
