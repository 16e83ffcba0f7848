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
        co_await asio::steady_timer(co_await asio::this_coro::executor,
                                    self->delay)
            .async_wait(asio::use_awaitable);
        co_return;
      },
      asio::detached);
}
int main() {
  asio::io_context context;
  auto main = [&]() -> asio::awaitable<int> {
    co_await asio::steady_timer(co_await asio::this_coro::executor,
                                std::chrono::milliseconds(1))
        .async_wait(asio::use_awaitable);
    co_return 0;
  };
  asio::co_spawn(context, main(), asio::detached);
  context.run();
}
