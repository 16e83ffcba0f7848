// RUN: %check_async %s async-blocking-call %t
// A service on libcoro: a task moves with its awaiter, and takes its parent
// along.

#include <coro/mock.h>
#include <fstream>
#include <unistd.h>

using namespace std::chrono_literals;

coro::task<int> onPool(std::shared_ptr<coro::thread_pool> pool) {
  co_await pool->schedule();
  sleep(1);
  co_await pool->yield();
  sleep(2);
  co_return 1;
}
// The child has moved it.
coro::task<> parent(std::shared_ptr<coro::thread_pool> pool) {
  co_await onPool(pool);
  sleep(1);
}
coro::task<> starts(coro::thread_pool &pool) {
  pool.spawn([]() -> coro::task<> {
    sleep(1);
    co_return;
  }());
  co_return;
}
coro::generator<int> numbers() {
  sleep(1);
  co_yield 1;
}
coro::task<> polls(coro::net::tcp::client client, char *buffer) {
  (void)co_await client.poll(1);
  (void)client.recv(buffer);
}
int main() {
  auto pool = std::make_shared<coro::thread_pool>();
  sleep(1);
  coro::sync_wait(onPool(pool));
}

coro::task<> before(coro::thread_pool &pool) {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'before': it suspends the calling thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: instead, await 'coro::scheduler::yield_for', or move the call off the worker with 'co_await coro::thread_pool::schedule'
  co_await pool.schedule();
}
coro::task<> back(coro::thread_pool &pool, coro::io_scheduler &scheduler) {
  co_await pool.schedule();
  sleep(1);
  co_await scheduler.schedule();
  sleep(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'back': {{.*}}
  co_await scheduler.yield_for(1ms);
  std::ifstream in("f");
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
}
coro::task<> forgotten(coro::thread_pool &pool) {
  pool.schedule();
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  co_return;
}
coro::task<> event(coro::event &e) {
  co_await e;
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
}
coro::task<> child() {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  co_return;
}
coro::task<> all(std::shared_ptr<coro::thread_pool> pool) {
  (void)co_await coro::when_all(child(), onPool(pool));
}
