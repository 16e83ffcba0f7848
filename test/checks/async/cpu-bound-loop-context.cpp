// RUN: %check_async %s async-cpu-bound-loop %t
//
// Loops on the way: helpers, lambdas, pools, callbacks, awaiters, templates.

#include "coro_types.h"
#include "cpu_libraries.h"

void work(int = 0);
bool flag();
extern int items[10];

void heavy() {
  for (int i = 0; i < 10000000; ++i)
    work();
}
void light() {
  for (int i = 0; i < 10; ++i)
    work();
}
void deeper() { heavy(); }
struct codec {
  void encode() {
    for (int i = 0; i < 10000000; ++i)
      work();
  }
  codec &operator<<(int) {
    encode();
    return *this;
  }
};
struct table {
  table() {
    for (int &x : values)
      x = 1;
  }
  int values[2000000];
};
template <int N> int repeat() {
  int sum = 0;
  for (int i = 0; i < N; ++i)
    sum += i;
  return sum;
}
template <typename F> void twice(F f) {
  f();
  f();
}

//===--- Nothing to report ------------------------------------------------===//

int main() {
  heavy();
  deeper();
}

task<> lightHelpers() {
  light();
  repeat<1000>();
  co_return;
}

task<> onThreads() {
  std::thread worker([] { heavy(); });
  std::thread direct(heavy);
  auto later = std::async(std::launch::async, [] { heavy(); });
  co_return;
}

task<> offloaded() {
  co_await unblock::spawn_blocking([] { heavy(); });
  co_await unblock::spawn_blocking(heavy);
  unblock::block_in_place([] {
    for (int i = 0; i < 10000000; ++i)
      work();
  });
}

asio::awaitable<void> hopped(asio::thread_pool &pool) {
  co_await asio::post(asio::bind_executor(pool, asio::use_awaitable));
  heavy();
  for (int i = 0; i < 10000000; ++i)
    work();
}

void posted(asio::thread_pool &pool) {
  asio::post(pool, [] { heavy(); });
}

task<> notCalled() {
  auto later = [] { heavy(); };
  auto other = [] {
    for (int i = 0; i < 10000000; ++i)
      work();
  };
  co_return;
}

task<> awaitedChild() {
  extern task<> child();
  co_await child();
}

//===--- Long -------------------------------------------------------------===//

task<> throughHelpers(codec &c) {
  heavy();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'heavy' holds the worker that runs coroutine 'throughHelpers': it reaches a loop that makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-95]]:3: note: the loop in 'heavy' begins here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'throughHelpers' begins here
  deeper();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'deeper' holds the worker that runs coroutine 'throughHelpers': it reaches a loop that makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-92]]:17: note: 'deeper' calls 'heavy' here
  // CHECK-NOTES: :[[@LINE-100]]:3: note: the loop in 'heavy' begins here
  // CHECK-NOTES: :[[@LINE-9]]:8: note: coroutine 'throughHelpers' begins here
  c.encode();
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'codec::encode' holds the worker that runs coroutine 'throughHelpers': it reaches a loop that makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-94]]:5: note: the loop in 'codec::encode' begins here
  // CHECK-NOTES: :[[@LINE-13]]:8: note: coroutine 'throughHelpers' begins here
  c << 1;
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'codec::operator<<' holds the worker that runs coroutine 'throughHelpers': it reaches a loop that makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-94]]:5: note: 'codec::operator<<' calls 'codec::encode' here
  // CHECK-NOTES: :[[@LINE-99]]:5: note: the loop in 'codec::encode' begins here
  // CHECK-NOTES: :[[@LINE-18]]:8: note: coroutine 'throughHelpers' begins here
  table t;
  // CHECK-NOTES: :[[@LINE-1]]:9: warning: 'table::table' holds the worker that runs coroutine 'throughHelpers': it reaches a loop that makes 2000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-93]]:5: note: the loop in 'table::table' begins here
  // CHECK-NOTES: :[[@LINE-22]]:8: note: coroutine 'throughHelpers' begins here
  repeat<5000000>();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'repeat' holds the worker that runs coroutine 'throughHelpers': it reaches a loop that makes 5000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-90]]:3: note: the loop in 'repeat' begins here
  // CHECK-NOTES: :[[@LINE-26]]:8: note: coroutine 'throughHelpers' begins here
  co_return;
}

task<> throughLambdas() {
  auto run = [] {
    for (int i = 0; i < 10000000; ++i)
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: this loop holds the worker that runs coroutine 'throughLambdas': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
    // CHECK-NOTES: :[[@LINE+4]]:3: note: this call runs the lambda
    // CHECK-NOTES: :[[@LINE-5]]:8: note: coroutine 'throughLambdas' begins here
      work();
  };
  run();
  std::for_each(items, items + 10, [](int) { heavy(); });
  // CHECK-NOTES: :[[@LINE-1]]:46: warning: 'heavy' holds the worker that runs coroutine 'throughLambdas': it reaches a loop that makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-133]]:3: note: the loop in 'heavy' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: this call runs the lambda
  // CHECK-NOTES: :[[@LINE-13]]:8: note: coroutine 'throughLambdas' begins here
  twice([] { heavy(); });
  // CHECK-NOTES: :[[@LINE-1]]:14: warning: 'heavy' holds the worker that runs coroutine 'throughLambdas': it reaches a loop that makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-138]]:3: note: the loop in 'heavy' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: this call runs the lambda
  // CHECK-NOTES: :[[@LINE-18]]:8: note: coroutine 'throughLambdas' begins here
  co_return;
}

void callback(asio::io_context &context) {
  asio::post(context, [] { heavy(); });
  // CHECK-NOTES: :[[@LINE-1]]:28: warning: 'heavy' holds the worker that runs a callback of 'asio::post': it reaches a loop that makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-147]]:3: note: the loop in 'heavy' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: handed to 'asio::post' here
  // CHECK-NOTES: :[[@LINE-4]]:28: note: move the call off the worker with 'co_await asio::co_spawn(pool, ...)'
}

asio::awaitable<void> hoppedBack(asio::thread_pool &pool,
                                 asio::steady_timer &timer) {
  co_await asio::post(asio::bind_executor(pool, asio::use_awaitable));
  heavy();
  co_await timer.async_wait(asio::use_awaitable);
  heavy();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'heavy' holds the worker that runs coroutine 'hoppedBack': it reaches a loop that makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-159]]:3: note: the loop in 'heavy' begins here
  // CHECK-NOTES: :[[@LINE-8]]:23: note: coroutine 'hoppedBack' begins here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: move the call off the worker with 'co_await asio::co_spawn(pool, ...)'
}

struct awaiter {
  bool await_ready() {
    heavy();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'heavy' holds the worker that runs awaiter member 'awaiter::await_ready': it reaches a loop that makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
    // CHECK-NOTES: :[[@LINE-168]]:3: note: the loop in 'heavy' begins here
    // CHECK-NOTES: :[[@LINE-4]]:8: note: awaiter member 'awaiter::await_ready' begins here
    return false;
  }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {
    for (int i = 0; i < 10000000; ++i)
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: this loop holds the worker that runs awaiter member 'awaiter::await_resume': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
    // CHECK-NOTES: :[[@LINE-3]]:8: note: awaiter member 'awaiter::await_resume' begins here
      work();
  }
};

template <int N> task<> byArgument() {
  for (int i = 0; i < N; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'byArgument': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:25: note: coroutine 'byArgument' begins here, instantiated as 'byArgument<1000000>'
    work();
  co_return;
}
template task<> byArgument<1000>();
template task<> byArgument<1000000>();

template <typename T> task<> everywhere(T) {
  for (int i = 0; i < 10000000; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'everywhere': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:30: note: coroutine 'everywhere' begins here
    work();
  co_return;
}

#define REPEAT(n, statement)                                                   \
  for (int i = 0; i < (n); ++i)                                                \
  statement

task<> macros() {
  REPEAT(10, work());
  REPEAT(10000000, work());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'macros': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'macros' begins here
  REPEAT(10000000, work()); // NOLINT
  heavy(); // NOLINT(async-cpu-bound-loop)
  co_return;
}

void sortAll(int *first, int *last) {
  std::sort(first, last, [](int a, int b) {
    heavy();
    return a < b;
  });
}
task<> comparisons() {
  sortAll(items, items + 10);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'sortAll' holds the worker that runs coroutine 'comparisons': it reaches a loop that makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-8]]:3: note: 'sortAll' calls 'lambda' here
  // CHECK-NOTES: :[[@LINE-8]]:5: note: 'lambda' calls 'heavy' here
  // CHECK-NOTES: :[[@LINE-224]]:3: note: the loop in 'heavy' begins here
  // CHECK-NOTES: :[[@LINE-6]]:8: note: coroutine 'comparisons' begins here
  co_return;
}
