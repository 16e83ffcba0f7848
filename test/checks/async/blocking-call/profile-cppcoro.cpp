// RUN: %check_async %s async-blocking-call %t
// A service on cppcoro.

#include <cppcoro/mock.h>
#include <unistd.h>

using cppcoro::task;
using namespace std::chrono_literals;

task<> onPool(cppcoro::static_thread_pool &pool) {
  co_await pool.schedule();
  sleep(1);
}
task<> parent(cppcoro::static_thread_pool &pool) {
  co_await onPool(pool);
  sleep(1);
}
cppcoro::generator<int> numbers() {
  sleep(1);
  co_yield 1;
}
task<int> scheduled() {
  sleep(1);
  co_return 1;
}
task<> startsOnPool(cppcoro::static_thread_pool &pool) {
  co_await cppcoro::schedule_on(pool, scheduled());
}
int main() {
  cppcoro::static_thread_pool pool;
  cppcoro::sync_wait(parent(pool));
  sleep(1);
}

task<> onLoop(cppcoro::io_service &io, cppcoro::async_mutex &mutex) {
  (void)co_await mutex.scoped_lock_async();
  co_await io.schedule_after(1ms);
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'onLoop': it suspends the calling thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: instead, await 'cppcoro::io_service::schedule_after', or move the call off the worker with 'co_await cppcoro::static_thread_pool::schedule'
}
cppcoro::shared_task<int> shared() {
  co_return sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'sleep' blocks the worker that runs coroutine 'shared': {{.*}}
}
task<> back(cppcoro::static_thread_pool &pool, cppcoro::io_service &io) {
  co_await pool.schedule();
  sleep(1);
  co_await io.schedule();
  sleep(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
}
