// RUN: %check_async %s async-blocking-call %t
// Coroutines among senders.

#include <stdexec/mock.h>
#include <unistd.h>

template <typename T> using task = exec::task<T>;

// Where a closure of a pipeline runs cannot be seen.
void pipeline(stdexec::sender<int> s) {
  auto work = s | stdexec::then([] { sleep(1); });
  stdexec::sync_wait(work);
  sleep(1);
}
task<void> moves(exec::static_thread_pool &pool) {
  co_await exec::reschedule_coroutine_on(pool.get_scheduler());
  sleep(1);
}

task<void> blocks(exec::static_thread_pool &pool) {
  // A task comes back to its scheduler.
  co_await stdexec::schedule(pool.get_scheduler());
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'blocks': it suspends the calling thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: instead, await 'exec::schedule_after', or move the call off the worker with 'co_await stdexec::starts_on(pool.get_scheduler(), ...)'
}
task<void> moved(exec::single_thread_context &loop) {
  co_await exec::reschedule_coroutine_on(loop.get_scheduler());
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
}
