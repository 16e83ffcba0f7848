// A timer of Asio with Cobalt's token.
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/cobalt.hpp>
#include <chrono>
#include <thread>

namespace cobalt = boost::cobalt;

cobalt::task<void> waits(std::chrono::milliseconds delay) {
  for (int i = 0; i < 3; ++i)
    co_await boost::asio::steady_timer(
        co_await boost::asio::this_coro::executor, delay)
        .async_wait(boost::cobalt::use_op);
  co_return;
}
cobalt::promise<int> eager() {
  co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor,
                                     std::chrono::seconds(1))
      .async_wait(boost::cobalt::use_op);
  co_return 1;
}
