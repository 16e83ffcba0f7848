// REQUIRES: debian
// RUN: %check_async %s async-blocking-call %t -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// With Asio a coroutine moves only when the completion token is bound to the
// other executor, and the next ordinary operation brings it back.

#include <asio.hpp>
#include <unistd.h>

using asio::awaitable;
using asio::use_awaitable;

awaitable<void> moved(asio::thread_pool &pool) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  sleep(1);
}
awaitable<void> dispatched(asio::thread_pool &pool) {
  co_await asio::dispatch(asio::bind_executor(pool, use_awaitable));
  sleep(1);
}
awaitable<void> movedByExecutor(asio::thread_pool &pool) {
  co_await asio::post(pool.get_executor(), asio::bind_executor(pool.get_executor(), use_awaitable));
  sleep(1);
}
awaitable<void> unknownExecutor(asio::any_io_executor ex) {
  co_await asio::post(asio::bind_executor(ex, use_awaitable));
  sleep(1);
}
awaitable<void> oneBranch(asio::thread_pool &pool, bool b) {
  if (b)
    co_await asio::post(asio::bind_executor(pool, use_awaitable));
  sleep(1);
}

awaitable<void> notMoved(asio::thread_pool &pool) {
  // Runs through the pool's queue, and comes back.
  co_await asio::post(pool, use_awaitable);
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'notMoved': {{.*}}
  // CHECK-FIXES: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::seconds(1)).async_wait(asio::use_awaitable);
  co_await asio::dispatch(pool.get_executor(), use_awaitable);
  sleep(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  // CHECK-FIXES: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::seconds(2)).async_wait(asio::use_awaitable);
}
awaitable<void> notAwaited(asio::thread_pool &pool) {
  asio::post(asio::bind_executor(pool, use_awaitable));
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  // CHECK-FIXES: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::seconds(1)).async_wait(asio::use_awaitable);
  co_return;
}
awaitable<void> nextOperationReturns(asio::thread_pool &pool) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  sleep(1);
  co_await timer.async_wait(use_awaitable);
  sleep(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  // CHECK-FIXES: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::seconds(2)).async_wait(asio::use_awaitable);
}
awaitable<void> executorDoesNotMove(asio::thread_pool &pool) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  auto ex = co_await asio::this_coro::executor;
  sleep(1);
  (void)ex;
}
awaitable<void> back(asio::thread_pool &pool, asio::io_context &ctx) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  sleep(1);
  co_await asio::post(asio::bind_executor(ctx, use_awaitable));
  sleep(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  // CHECK-FIXES: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::seconds(2)).async_wait(asio::use_awaitable);
}

// A hop in an awaited child leaks into the parent.
awaitable<void> hops(asio::thread_pool &pool) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
}
awaitable<void> parent(asio::thread_pool &pool) {
  co_await hops(pool);
  sleep(1);
}
awaitable<void> hopsAndReturns(asio::thread_pool &pool) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  co_await timer.async_wait(use_awaitable);
}
awaitable<void> parentOfReturning(asio::thread_pool &pool) {
  co_await hopsAndReturns(pool);
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  // CHECK-FIXES: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::seconds(1)).async_wait(asio::use_awaitable);
}

// co_spawn on a pool runs there; who awaits it comes back.
awaitable<void> onPool() {
  sleep(1);
  co_return;
}
awaitable<void> awaitsSpawn(asio::thread_pool &pool) {
  co_await asio::co_spawn(pool, onPool(), use_awaitable);
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'awaitsSpawn': {{.*}}
  // CHECK-FIXES: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::seconds(1)).async_wait(asio::use_awaitable);
  co_await asio::co_spawn(
      pool,
      []() -> awaitable<void> {
        sleep(2);
        co_return;
      },
      use_awaitable);
  sleep(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  // CHECK-FIXES: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::seconds(3)).async_wait(asio::use_awaitable);
}
// A child that a pool's coroutine awaits is on the pool as well.
awaitable<int> child() {
  co_return sleep(1);
}
awaitable<void> poolsParent() {
  (void)co_await child();
}
void starts(asio::thread_pool &pool) {
  asio::co_spawn(pool, poolsParent(), asio::detached);
}

// A token in a variable.
awaitable<void> tokenInVariable(asio::thread_pool &pool) {
  auto token = asio::bind_executor(pool, use_awaitable);
  co_await asio::post(token);
  sleep(1);
}
// A task in a variable, spawned on a pool.
awaitable<void> spawnedLater() {
  sleep(1);
  co_return;
}
awaitable<void> spawnsVariable(asio::thread_pool &pool) {
  auto task = spawnedLater();
  co_await asio::co_spawn(pool, std::move(task), use_awaitable);
}
