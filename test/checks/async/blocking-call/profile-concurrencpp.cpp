// RUN: %check_async %s async-blocking-call %t
// A service on concurrencpp: its pools are of one type, the one for short work
// and the one for blocking work; nothing is said of what runs there.

#include <concurrencpp/mock.h>
#include <fstream>
#include <unistd.h>

using namespace concurrencpp;

void submits(runtime &r) {
  r.background_executor()->post([] { sleep(1); });
  r.thread_executor()->post([] { sleep(1); });
  r.thread_pool_executor()->post([] { sleep(1); });
  auto a = r.background_executor()->submit([] { return sleep(1); });
}
result<int> hops(runtime &r) {
  co_await resume_on(r.background_executor());
  sleep(1);
  co_return 1;
}
result<int> onThread(runtime &r) {
  co_await resume_on(r.thread_executor());
  sleep(1);
  co_return 1;
}
result<int> awaitsSubmit(runtime &r) {
  co_return co_await r.background_executor()->submit([] { return (int)sleep(1); });
}
int main() { sleep(1); }

result<int> eager() {
  co_return sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'sleep' blocks the worker that runs coroutine 'eager': it suspends the calling thread
  // CHECK-MESSAGES: :[[@LINE-2]]:13: note: instead, await 'concurrencpp::timer_queue::make_delay_object'{{.*}}
}
lazy_result<int> lazy() {
  std::ifstream in("f");
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks the worker that runs coroutine 'lazy': {{.*}}
  co_return 1;
}
null_result fireAndForget() {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  co_return;
}
result<int> before(runtime &r) {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  co_await resume_on(r.background_executor());
  co_return 1;
}
