// RUN: %check_fixits %s %t
// no-fix: use_awaitable is for coroutines on any executor, and these are on a strand
#include <asio.hpp>
#include <chrono>
#include <thread>

using Strand = asio::strand<asio::io_context::executor_type>;

asio::awaitable<void, Strand> waits() {
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  co_return;
}
