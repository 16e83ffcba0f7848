// REQUIRES: debian
// RUN: %check_async %s async-blocking-call %t
// A server on Boost.Asio and Beast: the same rules as for Asio.

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/filesystem.hpp>
#include <fstream>
#include <memory>
#include <unistd.h>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::awaitable;
using asio::use_awaitable;
using tcp = asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;

http::response<http::string_body> respond(const http::request<http::string_body> &request) {
  http::response<http::string_body> response;
  std::ifstream in(std::string(request.target()));
  std::getline(in, response.body());
  return response;
}

awaitable<void> good(tcp::socket socket, asio::thread_pool &pool) {
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer;
  http::request<http::string_body> request;
  stream.expires_after(std::chrono::seconds(30));
  co_await http::async_read(stream, buffer, request, use_awaitable);
  auto response = co_await asio::co_spawn(
      pool,
      [&]() -> awaitable<http::response<http::string_body>> {
        co_return respond(request);
      },
      use_awaitable);
  co_await http::async_write(stream, response, use_awaitable);
  asio::steady_timer timer(stream.get_executor(), std::chrono::seconds(1));
  co_await (timer.async_wait(use_awaitable) || timer.async_wait(use_awaitable));
}
awaitable<void> moved(asio::thread_pool &pool, const http::request<http::string_body> &request) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  (void)respond(request);
}
int main() {
  boost::filesystem::path root("/");
  (void)exists(root);
  asio::io_context ctx;
  ctx.run();
}

awaitable<void> session(tcp::socket socket) {
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer;
  http::request<http::string_body> request;
  co_await http::async_read(stream, buffer, request, use_awaitable);
  auto response = respond(request);
  // CHECK-NOTES: :[[@LINE-1]]:19: warning: 'respond' blocks the worker that runs coroutine 'session': it reaches 'std::basic_ifstream::basic_ifstream', which opens a file
  // CHECK-NOTES: :24:17: note: 'respond' calls 'std::basic_ifstream::basic_ifstream' here
  // CHECK-NOTES: :[[@LINE-8]]:17: note: coroutine 'session' begins here
  // CHECK-NOTES: :[[@LINE-4]]:19: note: move the call off the worker with 'co_await asio::co_spawn(pool, ...)'
  http::write(stream, response);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'boost::beast::http::write' blocks the worker that runs coroutine 'session': {{.*}}
  // CHECK-NOTES: :[[@LINE-12]]:17: note: coroutine 'session' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, {{.*}}
  boost::filesystem::path root("/");
  if (exists(root / "x"))
    // CHECK-NOTES: :[[@LINE-1]]:7: warning: 'boost::filesystem::exists' blocks the worker that runs coroutine 'session': {{.*}}
    // CHECK-NOTES: :[[@LINE-17]]:17: note: coroutine 'session' begins here
    // CHECK-NOTES: :[[@LINE-3]]:7: note: {{.*}}
    co_return;
}
void callbacks(asio::io_context &ctx, tcp::acceptor &acceptor) {
  acceptor.async_accept([](boost::system::error_code, tcp::socket) {
    sleep(1);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'boost::asio::basic_socket_acceptor::async_accept': {{.*}}
    // CHECK-NOTES: :[[@LINE-3]]:12: note: handed to 'boost::asio::basic_socket_acceptor::async_accept' here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, {{.*}}
  });
  asio::co_spawn(
      asio::make_strand(ctx),
      []() -> awaitable<void> {
        sleep(1);
        // CHECK-NOTES: :[[@LINE-1]]:9: warning: 'sleep' blocks the worker that runs a coroutine lambda: {{.*}}
        // CHECK-NOTES: :[[@LINE-3]]:7: note: a coroutine lambda begins here
        // CHECK-NOTES: :[[@LINE-3]]:9: note: instead, {{.*}}
        // CHECK-FIXES: co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, std::chrono::seconds(1)).async_wait(boost::asio::use_awaitable);
        co_return;
      },
      asio::detached);
}

// As Beast's examples are written.
class Session : public std::enable_shared_from_this<Session> {
public:
  explicit Session(tcp::socket socket) : stream(std::move(socket)) {}
  void start() {
    http::async_read(stream, buffer, request,
                     beast::bind_front_handler(&Session::onRead, shared_from_this()));
  }

private:
  void onRead(beast::error_code, std::size_t) {
    auto response = respond(request);
    // CHECK-NOTES: :[[@LINE-1]]:21: warning: 'respond' blocks the event loop that runs a callback of 'boost::beast::http::async_read': it reaches 'std::basic_ifstream::basic_ifstream', which opens a file
    // CHECK-NOTES: :24:17: note: 'respond' calls 'std::basic_ifstream::basic_ifstream' here
    // CHECK-NOTES: :[[@LINE-9]]:5: note: handed to 'boost::beast::http::async_read' here
    // CHECK-NOTES: :[[@LINE-4]]:21: note: {{.*}}
    start();
  }
  beast::tcp_stream stream;
  beast::flat_buffer buffer;
  http::request<http::string_body> request;
};
