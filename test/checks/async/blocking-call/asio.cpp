// REQUIRES: debian
// RUN: %check_async %s async-blocking-call %t -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// A server on Asio: what runs on which executor.

#include <asio.hpp>
#include <cstdio>
#include <fstream>
#include <memory>
#include <netdb.h>
#include <string>
#include <thread>
#include <unistd.h>

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

void slow() { sleep(1); }
void quick() {}

//===-- Where nothing is to be said ----------------------------------------===//

int main() {
  sleep(1);
  asio::io_context ctx;
  asio::thread_pool pool(4);
  asio::post(pool, [] { sleep(1); });
  asio::dispatch(pool, slow);
  asio::defer(pool.get_executor(), [] { sleep(1); });
  asio::post(asio::make_strand(pool), [] { sleep(1); });
  asio::post(asio::make_strand(pool.get_executor()), [] { sleep(1); });
  asio::system_executor system;
  asio::post(system, [] { sleep(1); });
  std::thread t([&] {
    sleep(1);
    ctx.run();
  });
  ctx.run();
  pool.join();
  t.join();
}
// Bound to the pool.
void bound(asio::io_context &ctx, asio::thread_pool &pool) {
  asio::post(ctx, asio::bind_executor(pool, [] { sleep(1); }));
  asio::post(asio::bind_executor(pool.get_executor(), [] { sleep(1); }));
}
// Which executor it is cannot be seen.
void anyExecutor(asio::any_io_executor ex) {
  asio::post(ex, [] { sleep(1); });
}
awaitable<void> onPool() {
  sleep(1);
  co_return;
}
void startsOnPool(asio::thread_pool &pool) {
  asio::co_spawn(pool, onPool(), asio::detached);
  asio::co_spawn(pool, [] { return onPool(); }, asio::detached);
  asio::co_spawn(
      pool,
      []() -> awaitable<void> {
        sleep(1);
        co_return;
      },
      asio::detached);
}
awaitable<std::size_t> onPoolWithArguments(std::string name) {
  std::ifstream in(name);
  std::string line;
  std::getline(in, line);
  co_return line.size();
}
awaitable<void> offloads(asio::thread_pool &pool) {
  // The operations of Asio await.
  asio::steady_timer timer(co_await asio::this_coro::executor);
  timer.expires_after(std::chrono::seconds(1));
  co_await timer.async_wait(use_awaitable);
  tcp::socket socket(co_await asio::this_coro::executor);
  char data[8];
  auto n = co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  co_await asio::async_write(socket, asio::buffer(data, n), use_awaitable);
  tcp::resolver resolver(co_await asio::this_coro::executor);
  auto results = co_await resolver.async_resolve("host", "port", use_awaitable);
  co_await asio::async_connect(socket, results, use_awaitable);
  // On the pool, and back.
  auto size = co_await asio::co_spawn(pool, onPoolWithArguments("f"), use_awaitable);
  (void)size;
}
// Not synchronous, though it is a member of a socket.
awaitable<void> cheap(tcp::socket &socket) {
  socket.set_option(tcp::no_delay(true));
  socket.non_blocking(true);
  std::error_code error;
  socket.close(error);
  (void)socket.available();
  (void)socket.remote_endpoint();
  socket.cancel();
  co_return;
}

//===-- Coroutines ------------------------------------------------------------===//

awaitable<void> echo(tcp::socket socket) {
  char data[1024];
  for (;;) {
    auto n = co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    slow();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'slow' blocks the worker that runs coroutine 'echo': it reaches 'sleep', which suspends the calling thread
    // CHECK-MESSAGES: :[[@LINE-6]]:17: note: coroutine 'echo' begins here
    // CHECK-MESSAGES: :[[@LINE-3]]:5: note: instead, await 'asio::steady_timer::async_wait', or move the call off the worker with 'co_await asio::co_spawn(pool, ...)'
    co_await asio::async_write(socket, asio::buffer(data, n), use_awaitable);
  }
}
awaitable<void> synchronous(tcp::socket &socket, tcp::acceptor &acceptor) {
  char data[8];
  socket.read_some(asio::buffer(data));
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'asio::basic_stream_socket::read_some' blocks the worker that runs coroutine 'synchronous': {{.*}}
  asio::write(socket, asio::buffer(data));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'asio::write' blocks {{.*}}
  asio::steady_timer timer(co_await asio::this_coro::executor);
  timer.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'asio::basic_waitable_timer::wait' blocks {{.*}}
  tcp::resolver resolver(co_await asio::this_coro::executor);
  auto results = resolver.resolve("host", "port");
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'asio::ip::basic_resolver::resolve' blocks {{.*}}
  asio::connect(socket, results);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'asio::connect' blocks {{.*}}
  auto peer = acceptor.accept();
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'asio::basic_socket_acceptor::accept' blocks {{.*}}
  getaddrinfo("host", "port", nullptr, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getaddrinfo' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-18]]:17: note: coroutine 'synchronous' begins here
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: instead, await 'asio::ip::tcp::resolver::async_resolve', or move {{.*}}
}
void startsOnLoop(asio::io_context &ctx, tcp::socket socket) {
  asio::co_spawn(ctx, echo(std::move(socket)), asio::detached);
  asio::co_spawn(
      ctx,
      []() -> awaitable<void> {
        sleep(1);
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'sleep' blocks the worker that runs a coroutine lambda: {{.*}}
        // CHECK-FIXES: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::seconds(1)).async_wait(asio::use_awaitable);
        co_return;
      },
      asio::detached);
}
// Started on both.
awaitable<void> onBoth() {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  // CHECK-FIXES: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::seconds(1)).async_wait(asio::use_awaitable);
  co_return;
}
void startsBoth(asio::io_context &ctx, asio::thread_pool &pool) {
  asio::co_spawn(pool, onBoth(), asio::detached);
  asio::co_spawn(ctx, onBoth(), asio::detached);
}

//===-- Callbacks ---------------------------------------------------------------===//

class Session : public std::enable_shared_from_this<Session> {
public:
  explicit Session(tcp::socket socket) : socket(std::move(socket)) {}
  void start() {
    auto self = shared_from_this();
    socket.async_read_some(asio::buffer(data), [this, self](std::error_code error, std::size_t) {
      if (!error)
        slow();
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'slow' blocks the event loop that runs a callback of 'asio::basic_stream_socket::async_read_some': {{.*}}
      start();
    });
    asio::async_write(socket, asio::buffer(data),
                      std::bind(&Session::onWrite, self, std::placeholders::_1));
    timer.async_wait([](std::error_code) {
      sleep(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the event loop that runs a callback of 'asio::basic_waitable_timer::async_wait': {{.*}}
    });
  }

private:
  void onWrite(std::error_code) {
    std::ofstream out("log");
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'std::basic_ofstream::basic_ofstream' blocks the event loop that runs a callback of 'asio::async_write': {{.*}}
  }
  tcp::socket socket;
  asio::steady_timer timer{socket.get_executor()};
  char data[1024];
};
void callbacks(asio::io_context &ctx, asio::thread_pool &pool) {
  asio::post(ctx, [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'asio::post': {{.*}}
  });
  asio::dispatch(ctx.get_executor(), [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'asio::dispatch': {{.*}}
  });
  auto strand = asio::make_strand(ctx);
  asio::post(strand, [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'asio::post': {{.*}}
  });
  asio::any_io_executor any = ctx.get_executor();
  asio::post(any, [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'asio::post': {{.*}}
  });
  asio::any_io_executor poolAsAny = pool.get_executor();
  asio::post(poolAsAny, [] { sleep(1); });
  asio::signal_set signals(ctx, SIGINT);
  signals.async_wait([](std::error_code, int) {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
  asio::post(asio::bind_executor(ctx, [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  }));
}
