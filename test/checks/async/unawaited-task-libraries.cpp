// RUN: %check_async %s async-unawaited-task %t
//
// Tasks of libraries, lazy and eager, and hops between their executors.

#include "task_libraries.h"

asio::awaitable<int> asioWork();
folly::coro::Task<int> follyWork();
folly::Future<int> follyFuture();
unblock::task<int> unblockWork();
QCoro::Task<int> qcoroWork();
QCoro::LazyTask<int> qcoroLazy();
concurrencpp::result<int> concurrencppWork();
concurrencpp::lazy_result<int> concurrencppLazy();
coro::task<int> libcoroWork();
cppcoro::task<int> cppcoroWork();
boost::cobalt::task<int> cobaltWork();
boost::cobalt::promise<int> cobaltPromise();
drogon::Task<int> drogonWork();
drogon::AsyncTask drogonAsync();
seastar::future<int> seastarWork();
async_simple::coro::Lazy<int> asyncSimpleWork();
int x;

//===--- Nothing to report ------------------------------------------------===//

// These run when they are called.
void eager() {
  follyFuture();
  qcoroWork();
  concurrencppWork();
  cobaltPromise();
  drogonAsync();
  seastarWork();
  auto future = seastarWork();
}

void started(asio::io_context &context, asio::steady_timer &timer,
             folly::Executor *executor, concurrencpp::executor &other) {
  asio::co_spawn(context, asioWork(), asio::detached);
  timer.async_wait(asio::detached);
  timer.async_wait(1);
  follyWork().scheduleOn(executor).start();
  unblock::spawn(unblockWork());
  other.submit([] {});
  asyncSimpleWork().start([](int) {});
}

//===--- Dropped ----------------------------------------------------------===//

void lazy() {
  asioWork();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'asioWork' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  follyWork();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'follyWork' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  unblockWork();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'unblockWork' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  qcoroLazy();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'qcoroLazy' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  concurrencppLazy();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'concurrencppLazy' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  libcoroWork();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'libcoroWork' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  cppcoroWork();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'cppcoroWork' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  cobaltWork();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'cobaltWork' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  drogonWork();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'drogonWork' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  asyncSimpleWork();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'asyncSimpleWork' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
}

void asioOperations(asio::io_context &context, asio::steady_timer &timer) {
  timer.async_wait(asio::use_awaitable);
  // CHECK-NOTES: :[[@LINE-1]]:9: warning: the task that 'asio::steady_timer::async_wait' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:9: note: hand it to a function that starts it
  timer.async_wait(asio::deferred);
  // CHECK-NOTES: :[[@LINE-1]]:9: warning: the task that 'asio::steady_timer::async_wait' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:9: note: hand it to a function that starts it
  asio::co_spawn(context, asioWork(), asio::use_awaitable);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'asio::co_spawn' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  asio::post(asio::use_awaitable);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'asio::post' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  asioWork() || asioWork();
  // CHECK-NOTES: :[[@LINE-1]]:14: warning: the task that 'asio::operator||' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:14: note: hand it to a function that starts it
}

void follyNotStarted(folly::Executor *executor) {
  follyWork().scheduleOn(executor);
  // CHECK-NOTES: :[[@LINE-1]]:15: warning: the task that 'folly::coro::Task::scheduleOn' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:15: note: hand it to a function that starts it
  auto later = follyWork().scheduleOn(executor);
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the task in 'later' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: hand it to a function that starts it
}

// What follows stays where it was.
void hops(coro::thread_pool &pool, cppcoro::static_thread_pool &other) {
  pool.schedule();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the hop that 'coro::thread_pool::schedule' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: hand it to a function that starts it
  other.schedule();
  // CHECK-NOTES: :[[@LINE-1]]:9: warning: the hop that 'cppcoro::static_thread_pool::schedule' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:9: note: hand it to a function that starts it
  pool.schedule(libcoroWork());
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the task that 'coro::thread_pool::schedule' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: hand it to a function that starts it
}
