// RUN: %check_async %s async-blocking-call %t
// TooManyCooks: no executor may be blocked, and none offloads.

#include <thread>
#include <tmc/mock.h>
#include <unistd.h>

tmc::task<int> good() {
  co_await tmc::spawn(good());
  std::thread([] { sleep(1); }).detach();
  co_return 1;
}
tmc::task<> unknown(tmc::ex_any &any) {
  co_await tmc::resume_on(any);
  sleep(1);
}
int main() {
  sleep(1);
  return tmc::async_main(good());
}

tmc::task<int> child() {
  co_return sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'sleep' blocks the worker that runs coroutine 'child': it suspends the calling thread
  // CHECK-MESSAGES: :[[@LINE-2]]:13: note: instead, await 'asio::steady_timer::async_wait' with 'tmc::aw_asio'
}
tmc::task<> onCpu() {
  co_await tmc::resume_on(tmc::cpu_executor());
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  (void)co_await tmc::spawn(child());
  (void)co_await tmc::spawn_func([] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'tmc::spawn_func': {{.*}}
  });
}
void posts() {
  tmc::post(tmc::cpu_executor(), [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'tmc::post': {{.*}}
  });
}
