// The places where a statement's expression stands without a use of its value.
#include <asio.hpp>
#include <chrono>
#include <thread>

asio::awaitable<int> counts(int n) {
  using namespace std::chrono_literals;
  int done = 0;
  for (int i = 0; i < n;
       co_await asio::steady_timer(co_await asio::this_coro::executor, 1ms)
           .async_wait(asio::use_awaitable),
           ++i)
    ++done;
  while (done > 0)
    co_await asio::steady_timer(co_await asio::this_coro::executor, 2ms)
        .async_wait(asio::use_awaitable),
        --done;
  if (n > 3)
    co_await asio::steady_timer(co_await asio::this_coro::executor, 3ms)
        .async_wait(asio::use_awaitable);
  else
    co_await asio::steady_timer(co_await asio::this_coro::executor, 4ms)
        .async_wait(asio::use_awaitable);
  (void)(co_await asio::steady_timer(co_await asio::this_coro::executor, 5ms)
             .async_wait(asio::use_awaitable),
         0);
  co_return done;
}
