// RUN: %check_fixits %s %t
// no-fix: a pause of Boost.Thread has durations of its own
#include <boost/asio.hpp>
#include <boost/chrono.hpp>
#include <boost/thread/thread.hpp>

boost::asio::awaitable<void> settle() {
  boost::this_thread::sleep_for(boost::chrono::milliseconds(10));
  co_return;
}
