// RUN: %check_fixits %s %t
// Coroutines that are lambdas.
#include <asio.hpp>
#include <chrono>
#include <memory>
#include <thread>

struct Session : std::enable_shared_from_this<Session> {
  void start();
  asio::io_context &context;
  std::chrono::milliseconds delay;
};
void Session::start() {
  asio::co_spawn(
      context,
      [self = shared_from_this()]() -> asio::awaitable<void> {
        std::this_thread::sleep_for(self->delay);
        co_return;
      },
      asio::detached);
}
int main() {
  asio::io_context context;
  auto main = [&]() -> asio::awaitable<int> {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    co_return 0;
  };
  asio::co_spawn(context, main(), asio::detached);
  context.run();
}
