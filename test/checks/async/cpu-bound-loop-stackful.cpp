// RUN: %check_async %s async-cpu-bound-loop %t

// A stackful coroutine suspends in the calls that take its yield context; a
// loop that makes such calls has suspension points.

namespace asio {
struct io_context {};
template <typename Executor> struct basic_yield_context {};
using yield_context = basic_yield_context<io_context>;
template <typename F> void spawn(io_context &ctx, F f) {
  f(yield_context());
}
} // namespace asio

struct Acceptor {
  int async_accept(asio::yield_context yield);
  int accepted();
};

void serve(asio::io_context &ctx, Acceptor &acceptor) {
  asio::spawn(ctx, [&](asio::yield_context yield) {
    for (;;)
      acceptor.async_accept(yield);
  });
  asio::spawn(ctx, [&](asio::yield_context) {
    for (;;)
      acceptor.accepted();
    // CHECK-MESSAGES: :[[@LINE-2]]:5: warning: this loop holds the worker that runs a callback of 'asio::spawn': it has no end and no suspension point [async-cpu-bound-loop]
  });
}
