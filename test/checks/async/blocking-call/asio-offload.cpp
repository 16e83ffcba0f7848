// REQUIRES: debian
// RUN: %check_async %s async-blocking-call %t -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// The ways in which projects write a function that moves a closure to a pool,
// and sockets whose synchronous operations return at once.

#include <asio.hpp>
#include <memory>
#include <unistd.h>

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

asio::thread_pool &workers();

template <typename F> awaitable<int> bySpawn(asio::thread_pool &pool, F f) {
  co_return co_await asio::co_spawn(
      pool, [f]() -> awaitable<int> { co_return f(); }, use_awaitable);
}
template <typename F> auto byInitiate(asio::thread_pool &pool, F f) {
  return asio::async_initiate<const asio::use_awaitable_t<>, void(int)>(
      [&pool, f](auto handler) mutable {
        asio::post(pool, [handler = std::move(handler), f]() mutable {
          int result = f();
          auto executor = asio::get_associated_executor(handler);
          asio::post(executor, [handler = std::move(handler), result]() mutable {
            std::move(handler)(result);
          });
        });
      },
      use_awaitable);
}
template <typename F> awaitable<int> thereAndBack(F f) {
  auto executor = co_await asio::this_coro::executor;
  co_await asio::post(asio::bind_executor(workers(), use_awaitable));
  int result = f();
  co_await asio::post(asio::bind_executor(executor, use_awaitable));
  co_return result;
}
template <typename F> awaitable<int> there(F f) {
  co_await asio::post(asio::bind_executor(workers().get_executor(), use_awaitable));
  co_return f();
}
int slow() { return sleep(1); }
awaitable<void> offloads(asio::thread_pool &pool) {
  (void)co_await bySpawn(pool, [] { return (int)sleep(1); });
  (void)co_await bySpawn(pool, slow);
  (void)co_await byInitiate(pool, [] { return (int)sleep(1); });
  (void)co_await byInitiate(pool, slow);
  (void)co_await thereAndBack([] { return (int)sleep(1); });
  (void)co_await thereAndBack(slow);
  (void)co_await there(slow);
}

struct Server {
  asio::io_context context;
  asio::thread_pool pool{2};
  tcp::acceptor acceptor{context};
  void handsOn() {
    acceptor.async_accept([this](std::error_code, tcp::socket) {
      asio::post(pool, [] { sleep(1); });
      handsOn();
    });
  }
  void bound() {
    acceptor.async_accept(asio::bind_executor(pool, [](std::error_code, tcp::socket) { sleep(1); }));
  }
  // The first argument is for the new socket.
  void otherExecutor() {
    acceptor.async_accept(pool, [](std::error_code, tcp::socket) {
      sleep(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the event loop that runs a callback of 'asio::basic_socket_acceptor::async_accept': {{.*}}
    });
  }
};

// A socket that does not block.
awaitable<void> nonBlocking(tcp::socket &socket) {
  socket.non_blocking(true);
  char data[8];
  std::error_code error;
  auto n = socket.read_some(asio::buffer(data), error);
  if (error == asio::error::would_block)
    co_return;
  (void)n;
}
// A socket that was found ready.
awaitable<void> ready(tcp::socket &socket) {
  co_await socket.async_wait(tcp::socket::wait_read, use_awaitable);
  char data[8];
  auto n = socket.read_some(asio::buffer(data));
  (void)n;
}
awaitable<void> blocking(tcp::socket &socket) {
  char data[8];
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  socket.write_some(asio::buffer(data));
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'asio::basic_stream_socket::write_some' blocks {{.*}}
  socket.wait(tcp::socket::wait_read);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'asio::basic_socket::wait' blocks {{.*}}
}
// Of the handlers, the last one belongs to the context that the first argument
// names.
void completion(asio::io_context &context) {
  asio::co_spawn(context, offloads(workers()), [](std::exception_ptr) {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'asio::co_spawn': {{.*}}
  });
}
