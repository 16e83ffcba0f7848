// RUN: %check_async %s async-blocking-call %t
// A service on folly::coro.

// CHECK-FIXES: #include <folly/coro/Sleep.h>
#include <folly/mock.h>
#include <fstream>
#include <string>
#include <thread>
#include <unistd.h>

using folly::coro::Task;
using namespace std::chrono_literals;

struct Store {
  std::string load(const std::string &name) {
    std::ifstream in(name);
    std::string line;
    std::getline(in, line);
    return line;
  }
};

// A task sticks to its executor: one that only the pool starts may block.
Task<int> onPool(Store &store) {
  co_return store.load("f").size();
}
Task<int> offloads(Store &store, folly::CPUThreadPoolExecutor &pool) {
  co_await folly::coro::sleep(10ms);
  co_return co_await folly::coro::co_withExecutor(&pool, onPool(store));
}
Task<> waits(folly::coro::Baton &baton, folly::coro::Mutex &mutex) {
  (void)co_await mutex.co_scoped_lock();
  co_await baton;
}
void pool(folly::CPUThreadPoolExecutor &pool) {
  pool.add([] { sleep(1); });
}
folly::coro::Generator<int> numbers() {
  sleep(1);
  co_yield 1;
}
int main() {
  sleep(1);
  Store store;
  folly::CPUThreadPoolExecutor pool(2);
  folly::coro::blockingWait(offloads(store, pool));
}

Task<std::string> handles(Store &store) {
  co_await folly::coro::sleep(10ms);
  std::this_thread::sleep_for(20ms);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_for' blocks the worker that runs coroutine 'handles': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE-4]]:19: note: coroutine 'handles' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await 'folly::coro::sleep', or move the call off the worker with 'co_await folly::coro::co_withExecutor(pool, ...)'
  // CHECK-FIXES: co_await folly::coro::sleep(20ms);
  co_return store.load("f");
  // CHECK-NOTES: :[[@LINE-1]]:19: warning: 'Store::load' blocks the worker that runs coroutine 'handles': it reaches 'std::basic_ifstream::basic_ifstream', which opens a file
  // CHECK-NOTES: :16:19: note: 'Store::load' calls 'std::basic_ifstream::basic_ifstream' here
  // CHECK-NOTES: :[[@LINE-10]]:19: note: coroutine 'handles' begins here
  // CHECK-NOTES: :[[@LINE-4]]:19: note: move the call off the worker with 'co_await folly::coro::co_withExecutor(pool, ...)'
}
folly::coro::AsyncGenerator<int> values() {
  for (int i = 0;; ++i) {
    sleep(1);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs coroutine 'values': {{.*}}
    // CHECK-NOTES: :[[@LINE-4]]:34: note: coroutine 'values' begins here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, {{.*}}
    co_yield i;
  }
}
// Awaiting on the pool comes back.
Task<> comesBack(Store &store, folly::CPUThreadPoolExecutor &pool) {
  co_await folly::coro::co_withExecutor(&pool, onPool(store));
  sleep(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'comesBack': {{.*}}
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'comesBack' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, {{.*}}
  // CHECK-FIXES: co_await folly::coro::sleep(std::chrono::seconds(1));
}
Task<> invoked() {
  co_await folly::coro::co_invoke([]() -> Task<> {
    sleep(1);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs a coroutine lambda: {{.*}}
    // CHECK-NOTES: :[[@LINE-3]]:35: note: a coroutine lambda begins here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, {{.*}}
    // CHECK-FIXES: co_await folly::coro::sleep(std::chrono::seconds(1));
    co_return;
  });
}
void loop(folly::EventBase &base) {
  base.runInEventBaseThread([] {
    sleep(1);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'folly::EventBase::runInEventBaseThread': {{.*}}
    // CHECK-NOTES: :[[@LINE-3]]:8: note: handed to 'folly::EventBase::runInEventBaseThread' here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, {{.*}}
  });
}
