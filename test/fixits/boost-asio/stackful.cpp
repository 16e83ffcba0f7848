// RUN: %check_fixits %s %t
// no-fix: a stackful coroutine has no co_await
#include <boost/asio.hpp>
#include <boost/asio/spawn.hpp>
#include <chrono>
#include <exception>
#include <thread>

void start(boost::asio::io_context &context) {
  boost::asio::spawn(
      context,
      [](boost::asio::yield_context) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      },
      [](std::exception_ptr) {});
}
