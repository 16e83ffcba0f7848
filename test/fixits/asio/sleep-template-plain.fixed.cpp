// The statement does not depend on the parameter.
#include <asio.hpp>
#include <chrono>
#include <thread>

template <typename Stream>
asio::awaitable<void> flushTwice(Stream &stream) {
  stream.flush();
  co_await asio::steady_timer(co_await asio::this_coro::executor,
                              std::chrono::milliseconds(10))
      .async_wait(asio::use_awaitable);
  stream.flush();
  co_return;
}
struct Log {
  void flush();
};
asio::awaitable<void> flushes(Log &log) { co_await flushTwice(log); }
