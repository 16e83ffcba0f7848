// RUN: %check_async %s async-blocking-call %t
// A service on async_simple and yalantinglibs.

// CHECK-FIXES: #include <async_simple/coro/Sleep.h>
#include <async_simple/mock.h>
#include <fstream>
#include <string>
#include <unistd.h>

using async_simple::coro::Lazy;
using namespace std::chrono_literals;

int hash(const std::string &text) {
  sleep(1);
  return text.size();
}

Lazy<int> offloads(std::string text) {
  co_await async_simple::coro::sleep(1ms);
  co_return co_await coro_io::post([text] { return hash(text); });
}
Lazy<int> onExecutor(coro_io::ExecutorWrapper *e, std::string text) {
  co_return co_await coro_io::post([text] { return hash(text); }, e);
}
Lazy<> dispatched(async_simple::Executor *e) {
  co_await async_simple::coro::dispatch(e);
  sleep(1);
}
void schedules(async_simple::Executor &e) {
  e.schedule([] { sleep(1); });
}
int main() {
  sleep(1);
  return async_simple::coro::syncAwait(offloads("text"));
}

Lazy<int> handles(std::string text) {
  co_return hash(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'hash' blocks the worker that runs coroutine 'handles': it reaches 'sleep', which suspends the calling thread
  // CHECK-MESSAGES: :14:3: note: 'hash' calls 'sleep' here
  // CHECK-MESSAGES: :[[@LINE-4]]:11: note: coroutine 'handles' begins here
  // CHECK-MESSAGES: :[[@LINE-4]]:13: note: instead, await 'async_simple::coro::sleep', or move the call off the worker with 'co_await coro_io::post'
}
Lazy<> files() {
  std::ofstream out("f");
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ofstream::basic_ofstream' blocks {{.*}}
  out << "text";
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'std::operator<<' blocks {{.*}}: it writes to the file
  co_return;
}
// The coroutine that awaits is back on its own executor.
Lazy<> after(std::string text) {
  (void)co_await coro_io::post([text] { return hash(text); });
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'after': {{.*}}
  // CHECK-FIXES: co_await async_simple::coro::sleep(std::chrono::seconds(1));
}
