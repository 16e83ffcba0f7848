// REQUIRES: debian
// RUN: %check_async %s async-blocking-call %t -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// RUN: %check_async %s async-blocking-call %t -- -DUSE_BOOST
// Asio has timers to await, and no function that offloads in one expression.

#ifdef USE_BOOST
#include <boost/asio.hpp>
namespace net = boost::asio;
#else
#include <asio.hpp>
namespace net = asio;
#endif
#include <chrono>
#include <fstream>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;

net::awaitable<void> opens() {
  std::ifstream in("x");
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  std::this_thread::sleep_for(1.5s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_for' blocks {{.*}}
  if (sleep(1))
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks {{.*}}
    co_return;
}
net::awaitable<void> sleeps(std::chrono::milliseconds d) {
  std::this_thread::sleep_for(d);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_for' blocks {{.*}}
  // CHECK-FIXES: co_await {{(boost::)?}}asio::steady_timer(co_await {{(boost::)?}}asio::this_coro::executor, d).async_wait({{(boost::)?}}asio::use_awaitable);
  sleep(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  // CHECK-FIXES: co_await {{(boost::)?}}asio::steady_timer(co_await {{(boost::)?}}asio::this_coro::executor, std::chrono::seconds(2)).async_wait({{(boost::)?}}asio::use_awaitable);
  co_return;
}
