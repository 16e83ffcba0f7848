// RUN: %check_async %s async-blocking-call %t -- -I %S/Inputs/vendored
// A modelled library is known from its model, also when its headers are part of
// the project and no system headers.

#include <asio/asio.hpp>
#include <unistd.h>

using asio::awaitable;

awaitable<void> makes(asio::io_context &context) {
  asio::steady_timer timer(context);
  co_await timer.async_wait(asio::use_awaitable);
  asio::io_context another;
}
void runsOnPool(asio::thread_pool &pool) {
  asio::post(pool, [] { sleep(1); });
  asio::co_spawn(
      pool,
      []() -> awaitable<void> {
        sleep(1);
        co_return;
      },
      asio::detached);
}
awaitable<void> posts(asio::thread_pool &pool) {
  asio::post(pool, [] { sleep(1); });
  co_return;
}

awaitable<void> blocks(asio::io_context &context) {
  asio::post(context, [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'asio::post': {{.*}}
  });
  sleep(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'blocks': {{.*}}
  co_return;
}
