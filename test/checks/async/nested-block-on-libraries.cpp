// RUN: %check_async %s async-nested-block-on %t
//
// The functions of each library that block on an asynchronous result.

#include "sync_wait_libraries.h"

//===--- unblock ----------------------------------------------------------===//

unblock::task<void> unblockWork();

unblock::task<void> unblockQuiet() {
  co_await unblockWork();
  co_await unblock::spawn(unblockWork());
}

unblock::task<void> unblockNested(unblock::runtime &r, unblock::handle h) {
  unblock::block_on(unblockWork());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'unblock::block_on' can deadlock coroutine 'unblockNested': it blocks the worker until the task has ended [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-3]]:21: note: coroutine 'unblockNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await the task
  r.block_on(unblockWork());
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'unblock::runtime::block_on' can deadlock coroutine 'unblockNested': it blocks the worker until the task has ended [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-7]]:21: note: coroutine 'unblockNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, await the task
  h.block_on(unblockWork());
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'unblock::handle::block_on' can deadlock coroutine 'unblockNested': it blocks the worker until the task has ended [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-11]]:21: note: coroutine 'unblockNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, await the task
  co_return;
}

//===--- folly ------------------------------------------------------------===//

folly::coro::Task<void> follyWork();
folly::Future<int> follyFuture();

folly::coro::Task<void> follyQuiet() {
  co_await follyWork();
  int x = co_await follyFuture();
  auto future = follyFuture();
  if (future.isReady())
    x = std::move(future).value();
  (void)x;
}

folly::coro::Task<void> follyNested() {
  folly::coro::blockingWait(follyWork());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'folly::coro::blockingWait' can deadlock coroutine 'follyNested': it blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-3]]:25: note: coroutine 'follyNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await it
  folly::coro::blocking_wait(follyWork());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'folly::coro::blocking_wait_fn::operator()' can deadlock coroutine 'follyNested': it blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-7]]:25: note: coroutine 'follyNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await it
  int x = follyFuture().get();
  // CHECK-NOTES: :[[@LINE-1]]:25: warning: 'folly::Future::get' can deadlock coroutine 'follyNested': it blocks until the future is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-11]]:25: note: coroutine 'follyNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:25: note: instead, await it
  x = follyFuture().get(10);
  // CHECK-NOTES: :[[@LINE-1]]:21: warning: 'folly::Future::get' can deadlock coroutine 'follyNested': it blocks until the future is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-15]]:25: note: coroutine 'follyNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:21: note: instead, await it
  auto future = follyFuture();
  future.wait();
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'folly::Future::wait' can deadlock coroutine 'follyNested': it blocks until the future is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-20]]:25: note: coroutine 'follyNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: instead, await it
  auto semi = follyWork().semi();
  semi.wait();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'folly::SemiFuture::wait' can deadlock coroutine 'follyNested': it blocks until the future is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-25]]:25: note: coroutine 'follyNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:8: note: instead, await it
  (void)x;
  co_return;
}

//===--- cppcoro ----------------------------------------------------------===//

cppcoro::task<void> cppcoroWork();

cppcoro::task<void> cppcoroQuiet() { co_await cppcoroWork(); }

cppcoro::task<void> cppcoroNested() {
  cppcoro::sync_wait(cppcoroWork());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'cppcoro::sync_wait' can deadlock coroutine 'cppcoroNested': it blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-3]]:21: note: coroutine 'cppcoroNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await it
  auto t = cppcoroWork();
  cppcoro::sync_wait(t);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'cppcoro::sync_wait' can deadlock coroutine 'cppcoroNested': it blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-8]]:21: note: coroutine 'cppcoroNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await it
  co_return;
}

//===--- libcoro ----------------------------------------------------------===//

coro::task<void> libcoroWork();

coro::task<void> libcoroNested() {
  co_await libcoroWork();
  coro::sync_wait(libcoroWork());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'coro::sync_wait' can deadlock coroutine 'libcoroNested': it blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-4]]:18: note: coroutine 'libcoroNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await it
}

//===--- Boost.Cobalt -----------------------------------------------------===//

boost::cobalt::task<void> cobaltWork();

boost::cobalt::task<void> cobaltNested() {
  co_await cobaltWork();
  boost::cobalt::run(cobaltWork());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'boost::cobalt::run' can deadlock coroutine 'cobaltNested': it runs an event loop until the task has ended [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-4]]:27: note: coroutine 'cobaltNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await the task
}

//===--- Senders ----------------------------------------------------------===//

cppcoro::task<void> sendersNested(stdexec::sender work) {
  stdexec::sync_wait(work);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'stdexec::sync_wait_t::operator()' can deadlock coroutine 'sendersNested': it blocks until the sender completes [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-3]]:21: note: coroutine 'sendersNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await the sender
  std::this_thread::sync_wait(work);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'std::this_thread::sync_wait_t::operator()' can deadlock coroutine 'sendersNested': it blocks until the sender completes [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-7]]:21: note: coroutine 'sendersNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await the sender
  unifex::sync_wait(work);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'unifex::_sync_wait_cpo::_fn::operator()' can deadlock coroutine 'sendersNested': it blocks until the sender completes [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-11]]:21: note: coroutine 'sendersNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await the sender
  co_return;
}

//===--- concurrencpp -----------------------------------------------------===//

concurrencpp::result<int> concurrencppWork();
concurrencpp::shared_result<int> concurrencppShared();

concurrencpp::result<void> concurrencppQuiet() {
  int x = co_await concurrencppWork();
  auto result = concurrencppWork();
  if (result.status() == 0)
    x = co_await result;
  result.wait_for(0);
  (void)x;
}

concurrencpp::result<void> concurrencppNested() {
  int x = concurrencppWork().get();
  // CHECK-NOTES: :[[@LINE-1]]:30: warning: 'concurrencpp::result::get' can deadlock coroutine 'concurrencppNested': it blocks until the result is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-3]]:28: note: coroutine 'concurrencppNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:30: note: instead, await it
  concurrencppWork().wait();
  // CHECK-NOTES: :[[@LINE-1]]:22: warning: 'concurrencpp::result::wait' can deadlock coroutine 'concurrencppNested': it blocks until the result is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-7]]:28: note: coroutine 'concurrencppNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:22: note: instead, await it
  concurrencppWork().wait_for(10);
  // CHECK-NOTES: :[[@LINE-1]]:22: warning: 'concurrencpp::result::wait_for' can deadlock coroutine 'concurrencppNested': it blocks until the result is ready or the time is over [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-11]]:28: note: coroutine 'concurrencppNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:22: note: instead, await the result, or move the call off the worker with 'co_await runtime.background_executor()->submit'
  x = concurrencppShared().get();
  // CHECK-NOTES: :[[@LINE-1]]:28: warning: 'concurrencpp::shared_result::get' can deadlock coroutine 'concurrencppNested': it blocks until the result is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-15]]:28: note: coroutine 'concurrencppNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:28: note: instead, await it
  (void)x;
  co_return;
}

//===--- async_simple -----------------------------------------------------===//

async_simple::coro::Lazy<void> asyncSimpleWork();

async_simple::coro::Lazy<void> asyncSimpleNested(async_simple::Future<int> f) {
  co_await asyncSimpleWork();
  async_simple::coro::syncAwait(asyncSimpleWork());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'async_simple::coro::syncAwait' can deadlock coroutine 'asyncSimpleNested': it blocks until the coroutine has ended [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-4]]:32: note: coroutine 'asyncSimpleNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await it
  int x = f.get();
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: 'async_simple::Future::get' can deadlock coroutine 'asyncSimpleNested': it blocks until the result is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-8]]:32: note: coroutine 'asyncSimpleNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:13: note: instead, await it
  (void)x;
}

//===--- Drogon -----------------------------------------------------------===//

drogon::Task<void> drogonWork();

drogon::Task<void> drogonNested() {
  co_await drogonWork();
  drogon::sync_wait(drogonWork());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'drogon::sync_wait' can deadlock coroutine 'drogonNested': it blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-4]]:20: note: coroutine 'drogonNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await it
}

//===--- QCoro ------------------------------------------------------------===//

QCoro::Task<void> qcoroWork();

QCoro::Task<void> qcoroNested() {
  co_await qcoroWork();
  QCoro::waitFor(qcoroWork());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'QCoro::waitFor' can deadlock coroutine 'qcoroNested': it runs a nested event loop until the coroutine has ended [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-4]]:19: note: coroutine 'qcoroNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await it
}

//===--- TooManyCooks -----------------------------------------------------===//

tmc::task<int> tmcWork();

tmc::task<int> tmcNested() {
  tmc::async_main(tmcWork());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'tmc::async_main' can deadlock coroutine 'tmcNested': it runs the executors until the task has ended [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-3]]:16: note: coroutine 'tmcNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await the task
  co_return;
}

//===--- Asio -------------------------------------------------------------===//

asio::awaitable<void> asioWork();

asio::awaitable<void> asioQuiet(asio::io_context &context) {
  co_await asioWork();
  context.poll();
  context.stop();
}

asio::awaitable<void> asioNested(asio::io_context &context) {
  context.run();
  // CHECK-NOTES: :[[@LINE-1]]:11: warning: 'asio::io_context::run' can deadlock coroutine 'asioNested': it runs an event loop in the calling thread [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-3]]:23: note: coroutine 'asioNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:11: note: instead, await the operation with 'asio::use_awaitable', or move the call off the worker with 'co_await asio::co_spawn(pool, ...)'
  context.run_one();
  // CHECK-NOTES: :[[@LINE-1]]:11: warning: 'asio::io_context::run_one' can deadlock coroutine 'asioNested': it runs an event loop in the calling thread [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-7]]:23: note: coroutine 'asioNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:11: note: instead, await the operation with 'asio::use_awaitable', or move the call off the worker with 'co_await asio::co_spawn(pool, ...)'
  co_return;
}

void asioHandlers(asio::io_context &context, asio::steady_timer &timer) {
  asio::post(context, [&] { context.run(); });
  // CHECK-NOTES: :[[@LINE-1]]:37: warning: 'asio::io_context::run' can deadlock a callback of 'asio::post': it runs an event loop in the calling thread [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: handed to 'asio::post' here
  // CHECK-NOTES: :[[@LINE-3]]:37: note: instead, await the operation with 'asio::use_awaitable', or move the call off the worker with 'co_await asio::co_spawn(pool, ...)'
  timer.async_wait([&](int) {
    asio::io_context inner;
    inner.run();
    // CHECK-NOTES: :[[@LINE-1]]:11: warning: 'asio::io_context::run' can deadlock a callback of 'asio::steady_timer::async_wait': it runs an event loop in the calling thread [async-nested-block-on]
    // CHECK-NOTES: :[[@LINE-4]]:9: note: handed to 'asio::steady_timer::async_wait' here
    // CHECK-NOTES: :[[@LINE-3]]:11: note: instead, await the operation with 'asio::use_awaitable', or move the call off the worker with 'co_await asio::co_spawn(pool, ...)'
  });
}

//===--- KJ and libuv -----------------------------------------------------===//

kj::Promise<int> kjWork();

kj::Promise<void> kjNested(kj::WaitScope &scope) {
  int x = co_await kjWork();
  x = kjWork().wait(scope);
  // CHECK-NOTES: :[[@LINE-1]]:16: warning: 'kj::Promise::wait' can deadlock coroutine 'kjNested': it runs the event loop until the promise is resolved [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-4]]:19: note: coroutine 'kjNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:16: note: instead, await the promise
  (void)x;
}

cppcoro::task<void> libuvNested(uv_loop_t *loop) {
  uv_run(loop, UV_RUN_NOWAIT);
  uv_run(loop, UV_RUN_DEFAULT);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'uv_run' can deadlock coroutine 'libuvNested': it runs the event loop until it has nothing left to do [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-4]]:21: note: coroutine 'libuvNested' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await it, or move the call off the worker with 'co_await cppcoro::static_thread_pool::schedule'
  co_return;
}
