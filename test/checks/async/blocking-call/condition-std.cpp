// RUN: %check_async %s async-blocking-call %t \
// RUN:   -config='{CheckOptions: {async-blocking-call.Categories: "sleep;wait;lock"}}'
// Arguments that make functions of the standard library return at once.

#include "task.h"
#include <chrono>
#include <condition_variable>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <thread>

using namespace std::chrono_literals;
std::mutex m, n;
std::timed_mutex t;
std::shared_mutex s;
constexpr auto None = std::chrono::milliseconds(0);
constexpr auto Some = std::chrono::milliseconds(5);

Task<> durations(std::future<int> &f, std::counting_semaphore<> &sem, std::condition_variable &cv) {
  f.wait_for(0s);
  f.wait_for(std::chrono::seconds(0));
  f.wait_for(std::chrono::milliseconds::zero());
  f.wait_for(None);
  const auto local = 0ms;
  f.wait_for(local);
  std::this_thread::sleep_for(0s);
  sem.try_acquire();
  sem.try_acquire_for(0ns);
  (void)t.try_lock_for(0s);
  std::unique_lock lk(m, std::defer_lock);
  cv.wait_for(lk, 0s);
  std::this_thread::yield();
  co_await tick();
}
Task<> locks() {
  std::unique_lock a(m, std::defer_lock);
  std::unique_lock b(m, std::try_to_lock);
  std::unique_lock<std::mutex> c;
  if (m.try_lock()) {
    std::lock_guard d(m, std::adopt_lock);
    std::unique_lock e(n, std::adopt_lock);
    std::scoped_lock f(std::adopt_lock, m);
  }
  std::shared_lock g(s, std::try_to_lock);
  std::unique_lock h(std::move(b));
  (void)a.try_lock();
  (void)std::try_lock(m, n);
  std::scoped_lock<> i;
  m.unlock();
  co_await tick();
}

Task<> waits(std::future<int> f, std::shared_future<int> sf, std::condition_variable &cv, std::latch &l, std::atomic<int> &a) {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_for' blocks the worker that runs coroutine 'waits': it suspends the calling thread
  std::this_thread::sleep_for(Some);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_for' blocks {{.*}}
  std::this_thread::sleep_until(std::chrono::steady_clock::now() + 1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_until' blocks {{.*}}
  f.wait_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::{{.*}}::wait_for' blocks {{.*}}
  sf.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:6: warning: 'std::{{.*}}::wait' blocks {{.*}}
  (void)f.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'std::future::get' blocks {{.*}}
  std::unique_lock lk(m, std::defer_lock);
  cv.wait(lk);
  // CHECK-MESSAGES: :[[@LINE-1]]:6: warning: 'std::condition_variable::wait' blocks {{.*}}
  l.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::latch::wait' blocks {{.*}}
  a.wait(0);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::{{.*}}::wait' blocks {{.*}}
  co_await tick();
}
Task<> guards() {
  { std::lock_guard a(m); }
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'std::lock_guard::lock_guard' blocks the worker that runs coroutine 'guards': it waits until the mutex is free
  { std::lock_guard<std::mutex> a{m}; }
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'std::lock_guard::lock_guard' blocks {{.*}}
  { std::unique_lock a(m); }
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'std::unique_lock::unique_lock' blocks {{.*}}
  { std::scoped_lock a(m, n); }
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'std::scoped_lock::scoped_lock' blocks {{.*}}
  { std::shared_lock a(s); }
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'std::shared_lock::shared_lock' blocks {{.*}}
  std::unique_lock b(m, std::defer_lock);
  b.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::unique_lock::lock' blocks {{.*}}
  m.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::mutex::lock' blocks {{.*}}
  std::lock(m, n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::lock' blocks {{.*}}
  std::unique_lock c(t, 1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'std::unique_lock::unique_lock' blocks {{.*}}
  co_await tick();
}
