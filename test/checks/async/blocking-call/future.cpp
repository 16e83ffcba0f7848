// RUN: %check_async %s async-blocking-call %t
// The future that std::async returns waits in its destructor; no other does.

#include "task.h"
#include <chrono>
#include <future>
#include <unistd.h>
#include <utility>
#include <vector>

void slow() { sleep(1); }

Task<> others(std::vector<std::future<void>> &all) {
  std::promise<void> promise;
  std::future<void> a = promise.get_future();
  std::packaged_task<void()> task(slow);
  auto b = task.get_future();
  std::future<void> c;
  // Given to somebody else.
  auto d = std::async(std::launch::async, slow);
  all.push_back(std::move(d));
  all.push_back(std::async(std::launch::async, slow));
  all.emplace_back(std::async(std::launch::async, slow));
  co_await tick();
}
std::future<void> makes() {
  return std::async(std::launch::async, slow);
}
std::future<void> makesByName() {
  auto f = std::async(std::launch::async, slow);
  return f;
}
Task<> deferred() {
  // Never run: nobody asks for the result.
  auto a = std::async(std::launch::deferred, slow);
  co_await tick();
}
Task<> polled() {
  auto a = std::async(std::launch::async, slow);
  while (a.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
    co_await tick();
}

Task<> dropped() {
  std::async(std::launch::async, slow);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}} blocks the worker that runs coroutine 'dropped': {{.*}}
  co_await tick();
}
Task<> local() {
  auto a = std::async(std::launch::async, slow);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{8|12}}: warning: {{.*}} blocks the worker that runs coroutine 'local': {{.*}}
  co_await tick();
}
Task<> asked() {
  auto a = std::async(std::launch::async, slow);
  a.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::future::get' blocks {{.*}}
  co_await tick();
}
