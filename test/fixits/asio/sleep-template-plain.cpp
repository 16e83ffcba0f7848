// RUN: %check_fixits %s %t
// The statement does not depend on the parameter.
#include <asio.hpp>
#include <chrono>
#include <thread>

template <typename Stream>
asio::awaitable<void> flushTwice(Stream &stream) {
  stream.flush();
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  stream.flush();
  co_return;
}
struct Log {
  void flush();
};
asio::awaitable<void> flushes(Log &log) { co_await flushTwice(log); }
