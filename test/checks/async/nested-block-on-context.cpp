// RUN: %check_async %s async-nested-block-on %t
//
// Where blocking on an asynchronous result is right, and the ways to where it
// is not.

#include "sync_wait_libraries.h"

using task = cppcoro::task<void>;
task work();
folly::Future<int> future();
int items[3];

void helper() { cppcoro::sync_wait(work()); }
void deeper() { helper(); }
int value() { return future().get(); }
struct client {
  void request() { cppcoro::sync_wait(work()); }
  ~client() { cppcoro::sync_wait(work()); }
};
struct connection {
  connection() { cppcoro::sync_wait(work()); }
};
int withDefault(int n = value()) { return n; }

//===--- Nothing to report ------------------------------------------------===//

int main() {
  cppcoro::sync_wait(work());
  helper();
  asio::io_context context;
  context.run();
}

void plainFunction() {
  cppcoro::sync_wait(work());
  future().get();
}

void threads() {
  std::thread([] { cppcoro::sync_wait(work()); });
  std::thread worker(helper);
}

task onAThread(asio::io_context &context) {
  std::thread([&] { context.run(); });
  co_return;
}

unblock::task<void> offloaded() {
  co_await unblock::spawn_blocking([] { cppcoro::sync_wait(work()); });
  co_await unblock::spawn_blocking(helper);
  unblock::block_in_place([] { cppcoro::sync_wait(work()); });
}

void onAPool(asio::thread_pool &pool) {
  asio::post(pool, [] { cppcoro::sync_wait(work()); });
}

task awaited() {
  co_await work();
  co_await future();
  auto t = work();
  co_await t;
}

task afterItWasAwaited() {
  auto f = future();
  co_await f;
  int x = std::move(f).get();
  (void)x;
}

task afterItWasFoundReady() {
  auto f = future();
  if (f.isReady()) {
    int x = std::move(f).get();
    (void)x;
  }
  co_return;
}

struct awaits_a_future {
  folly::Future<int> f;
  bool await_ready() { return f.isReady(); }
  void await_suspend(std::coroutine_handle<>);
  int await_resume() { return std::move(f).get(); }
};

task notCalled() {
  auto later = [] { cppcoro::sync_wait(work()); };
  co_return;
}

namespace mine {
template <typename T> void sync_wait(T);
struct result {
  int get();
  void wait();
};
} // namespace mine

task sameNames(mine::result r) {
  mine::sync_wait(1);
  r.get();
  r.wait();
  co_return;
}

task unevaluated() {
  using type = decltype(future().get());
  static_assert(sizeof(future().get()) == sizeof(int));
  co_return;
}

task suppressed() {
  helper(); // NOLINT(async-nested-block-on)
  cppcoro::sync_wait(work()); // NOLINT
  co_return;
}

//===--- Nested -----------------------------------------------------------===//

task direct() {
  cppcoro::sync_wait(work());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'cppcoro::sync_wait' can deadlock coroutine 'direct': it blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-3]]:6: note: coroutine 'direct' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await it
  co_return;
}

task throughHelpers(client &c) {
  helper();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'helper' can deadlock coroutine 'throughHelpers': it reaches 'cppcoro::sync_wait', which blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-121]]:17: note: 'helper' calls 'cppcoro::sync_wait' here
  // CHECK-NOTES: :[[@LINE-4]]:6: note: coroutine 'throughHelpers' begins here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: instead, await it
  deeper();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'deeper' can deadlock coroutine 'throughHelpers': it reaches 'cppcoro::sync_wait', which blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-125]]:17: note: 'deeper' calls 'helper' here
  // CHECK-NOTES: :[[@LINE-127]]:17: note: 'helper' calls 'cppcoro::sync_wait' here
  // CHECK-NOTES: :[[@LINE-10]]:6: note: coroutine 'throughHelpers' begins here
  // CHECK-NOTES: :[[@LINE-5]]:3: note: instead, await it
  int x = value();
  // CHECK-NOTES: :[[@LINE-1]]:11: warning: 'value' can deadlock coroutine 'throughHelpers': it reaches 'folly::Future::get', which blocks until the future is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-130]]:31: note: 'value' calls 'folly::Future::get' here
  // CHECK-NOTES: :[[@LINE-15]]:6: note: coroutine 'throughHelpers' begins here
  // CHECK-NOTES: :[[@LINE-4]]:11: note: instead, await it
  c.request();
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'client::request' can deadlock coroutine 'throughHelpers': it reaches 'cppcoro::sync_wait', which blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-133]]:20: note: 'client::request' calls 'cppcoro::sync_wait' here
  // CHECK-NOTES: :[[@LINE-20]]:6: note: coroutine 'throughHelpers' begins here
  // CHECK-NOTES: :[[@LINE-4]]:5: note: instead, await it
  connection made;
  // CHECK-NOTES: :[[@LINE-1]]:14: warning: 'connection::connection' can deadlock coroutine 'throughHelpers': it reaches 'cppcoro::sync_wait', which blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-134]]:18: note: 'connection::connection' calls 'cppcoro::sync_wait' here
  // CHECK-NOTES: :[[@LINE-25]]:6: note: coroutine 'throughHelpers' begins here
  // CHECK-NOTES: :[[@LINE-4]]:14: note: instead, await it
  x = withDefault();
  // CHECK-NOTES: :[[@LINE-1]]:7: warning: 'value' can deadlock coroutine 'throughHelpers': it reaches 'folly::Future::get', which blocks until the future is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-145]]:31: note: 'value' calls 'folly::Future::get' here
  // CHECK-NOTES: :[[@LINE-30]]:6: note: coroutine 'throughHelpers' begins here
  // CHECK-NOTES: :[[@LINE-4]]:7: note: instead, await it
  (void)x;
  co_return;
}

task throughADestructor() {
  client c;
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'client::~client' can deadlock coroutine 'throughADestructor': it reaches 'cppcoro::sync_wait', which blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-152]]:15: note: 'client::~client' calls 'cppcoro::sync_wait' here
  // CHECK-NOTES: :[[@LINE-4]]:6: note: coroutine 'throughADestructor' begins here
  // CHECK-NOTES: :[[@LINE-4]]:10: note: instead, await it
  co_return;
}

task throughLambdas() {
  auto run = [] { cppcoro::sync_wait(work()); };
  // CHECK-NOTES: :[[@LINE-1]]:19: warning: 'cppcoro::sync_wait' can deadlock coroutine 'throughLambdas': it blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE+3]]:3: note: this call runs the lambda
  // CHECK-NOTES: :[[@LINE-4]]:6: note: coroutine 'throughLambdas' begins here
  // CHECK-NOTES: :[[@LINE-4]]:19: note: instead, await it
  run();
  std::for_each(items, items + 3, [](int) { helper(); });
  // CHECK-NOTES: :[[@LINE-1]]:45: warning: 'helper' can deadlock coroutine 'throughLambdas': it reaches 'cppcoro::sync_wait', which blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-172]]:17: note: 'helper' calls 'cppcoro::sync_wait' here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: this call runs the lambda
  // CHECK-NOTES: :[[@LINE-11]]:6: note: coroutine 'throughLambdas' begins here
  // CHECK-NOTES: :[[@LINE-5]]:45: note: instead, await it
  [] { deeper(); }();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'deeper' can deadlock coroutine 'throughLambdas': it reaches 'cppcoro::sync_wait', which blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-177]]:17: note: 'deeper' calls 'helper' here
  // CHECK-NOTES: :[[@LINE-179]]:17: note: 'helper' calls 'cppcoro::sync_wait' here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: this call runs the lambda
  // CHECK-NOTES: :[[@LINE-18]]:6: note: coroutine 'throughLambdas' begins here
  // CHECK-NOTES: :[[@LINE-6]]:8: note: instead, await it
  co_return;
}

auto coroutineLambda = []() -> task {
  helper();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'helper' can deadlock a coroutine lambda: it reaches 'cppcoro::sync_wait', which blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-189]]:17: note: 'helper' calls 'cppcoro::sync_wait' here
  // CHECK-NOTES: :[[@LINE-4]]:24: note: a coroutine lambda begins here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: instead, await it
  co_return;
};

void onTheLoop() {
  cppcoro::sync_wait(work());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'cppcoro::sync_wait' can deadlock a callback of 'asio::post': it blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE+4]]:3: note: handed to 'asio::post' here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await it
}
void callbacks(asio::io_context &context) {
  asio::post(context, onTheLoop);
  asio::post(context, [] { deeper(); });
  // CHECK-NOTES: :[[@LINE-1]]:28: warning: 'deeper' can deadlock a callback of 'asio::post': it reaches 'cppcoro::sync_wait', which blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-204]]:17: note: 'deeper' calls 'helper' here
  // CHECK-NOTES: :[[@LINE-206]]:17: note: 'helper' calls 'cppcoro::sync_wait' here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: handed to 'asio::post' here
  // CHECK-NOTES: :[[@LINE-5]]:28: note: instead, await it
}

struct awaiter {
  bool await_ready() {
    helper();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'helper' can deadlock awaiter member 'awaiter::await_ready': it reaches 'cppcoro::sync_wait', which blocks until the awaitable is ready [async-nested-block-on]
    // CHECK-NOTES: :[[@LINE-215]]:17: note: 'helper' calls 'cppcoro::sync_wait' here
    // CHECK-NOTES: :[[@LINE-4]]:8: note: awaiter member 'awaiter::await_ready' begins here
    // CHECK-NOTES: :[[@LINE-4]]:5: note: instead, await it
    return false;
  }
  void await_suspend(std::coroutine_handle<>) {
    cppcoro::sync_wait(work());
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'cppcoro::sync_wait' can deadlock awaiter member 'awaiter::await_suspend': it blocks until the awaitable is ready [async-nested-block-on]
    // CHECK-NOTES: :[[@LINE-3]]:8: note: awaiter member 'awaiter::await_suspend' begins here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, await it
  }
  void await_resume() {}
};

struct promise_with_hooks {
  struct promise_type {
    promise_with_hooks get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept {
      helper();
      // CHECK-NOTES: :[[@LINE-1]]:7: warning: 'helper' can deadlock promise member 'promise_with_hooks::promise_type::final_suspend': it reaches 'cppcoro::sync_wait', which blocks until the awaitable is ready [async-nested-block-on]
      // CHECK-NOTES: :[[@LINE-236]]:17: note: 'helper' calls 'cppcoro::sync_wait' here
      // CHECK-NOTES: :[[@LINE-4]]:24: note: promise member 'promise_with_hooks::promise_type::final_suspend' begins here
      // CHECK-NOTES: :[[@LINE-4]]:7: note: instead, await it
      return {};
    }
    void unhandled_exception();
    void return_void();
  };
};

// Another future than the one that was awaited.
task otherFuture() {
  auto first = future(), second = future();
  co_await first;
  int x = std::move(second).get();
  // CHECK-NOTES: :[[@LINE-1]]:29: warning: 'folly::Future::get' can deadlock coroutine 'otherFuture': it blocks until the future is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-5]]:6: note: coroutine 'otherFuture' begins here
  // CHECK-NOTES: :[[@LINE-3]]:29: note: instead, await it
  (void)x;
}

task beforeItIsAwaited() {
  auto f = future();
  f.wait();
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'folly::Future::wait' can deadlock coroutine 'beforeItIsAwaited': it blocks until the future is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-4]]:6: note: coroutine 'beforeItIsAwaited' begins here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, await it
  co_await f;
}

task inACondition() {
  if (future().get())
  // CHECK-NOTES: :[[@LINE-1]]:16: warning: 'folly::Future::get' can deadlock coroutine 'inACondition': it blocks until the future is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-3]]:6: note: coroutine 'inACondition' begins here
  // CHECK-NOTES: :[[@LINE-3]]:16: note: instead, await it
    co_await work();
  while (value())
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'value' can deadlock coroutine 'inACondition': it reaches 'folly::Future::get', which blocks until the future is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-272]]:31: note: 'value' calls 'folly::Future::get' here
  // CHECK-NOTES: :[[@LINE-9]]:6: note: coroutine 'inACondition' begins here
  // CHECK-NOTES: :[[@LINE-4]]:10: note: instead, await it
    co_await work();
}

template <typename T> task generic(T) {
  cppcoro::sync_wait(work());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'cppcoro::sync_wait' can deadlock coroutine 'generic': it blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-3]]:28: note: coroutine 'generic' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await it
  co_return;
}

template <typename F> task dependent(F f) {
  f().get();
  // CHECK-NOTES: :[[@LINE-1]]:7: warning: 'folly::Future::get' can deadlock coroutine 'dependent': it blocks until the future is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-3]]:28: note: coroutine 'dependent' begins here, instantiated as 'dependent<folly::Future<int> (*)()>'
  // CHECK-NOTES: :[[@LINE-3]]:7: note: instead, await it
  co_return;
}
void instantiates() { dependent(future); }

#define WAIT(expression) cppcoro::sync_wait(expression)
task macros() {
  WAIT(work());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'cppcoro::sync_wait' can deadlock coroutine 'macros': it blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-3]]:6: note: coroutine 'macros' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await it
  co_return;
}

// The inner coroutine runs on the thread that waits for the outer one.
task inAnArgument() {
  cppcoro::sync_wait([]() -> task {
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'cppcoro::sync_wait' can deadlock coroutine 'inAnArgument': it blocks until the awaitable is ready [async-nested-block-on]
  // CHECK-NOTES: :[[@LINE-3]]:6: note: coroutine 'inAnArgument' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, await it
    helper();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'helper' can deadlock a coroutine lambda: it reaches 'cppcoro::sync_wait', which blocks until the awaitable is ready [async-nested-block-on]
    // CHECK-NOTES: :[[@LINE-314]]:17: note: 'helper' calls 'cppcoro::sync_wait' here
    // CHECK-NOTES: :[[@LINE-7]]:22: note: a coroutine lambda begins here
    // CHECK-NOTES: :[[@LINE-4]]:5: note: instead, await it
    co_return;
  }());
  co_return;
}
