// RUN: %check_async %s async-spawn-blocking-discarded %t -- -isystem %src_root/lib/runtime/include
//
// Functions of the user that start the work.

#include <functional>
#include <unblock/unblock.hpp>

using unblock::join_handle;
using unblock::task;

int work(int of = 0);
bool flag();

// Passes the handle on: the caller has it.
template <class F> auto offload(F f) { return unblock::spawn_blocking(f); }
join_handle<int> offload_any(std::function<int()> f) {
  if (flag())
    return offload(f);
  auto handle = unblock::spawn_blocking(f);
  return handle;
}
// Drops it itself: that is reported here, once.
void fire(std::function<void()> f) {
  unblock::spawn_blocking(f);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the handle of the blocking work that 'unblock::spawn_blocking' starts is dropped{{.*}}
}
// Says that it is meant.
void fire_and_forget(std::function<void()> f) {
  unblock::spawn_blocking(f).detach();
}
struct pool {
  join_handle<int> run(std::function<int()> f) { return offload_any(f); }
  // Not blocking work, or not always.
  join_handle<int> spawn() {
    return unblock::spawn([]() -> task<int> { co_return 1; }());
  }
  join_handle<int> either(std::function<int()> f) {
    return flag() ? run(f) : spawn();
  }
  join_handle<int> elsewhere(std::function<int()> f);
};

task<> quiet(pool &p) {
  co_await offload([] { work(); });
  co_await p.run([] { return work(); });
  fire([] { work(); });
  fire_and_forget([] { work(); });
  p.spawn();
  p.either([] { return work(); });
  p.elsewhere([] { return work(); });
}

task<> drops(pool &p) {
  offload([] { work(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the handle of the blocking work that 'offload' starts is dropped{{.*}}
  // CHECK-FIXES: co_await offload([] { work(1); });
  p.run([] { return work(2); });
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the handle of the blocking work that 'pool::run' starts is dropped{{.*}}
  // CHECK-FIXES: co_await p.run([] { return work(2); });
  auto start = [](int of) {
    return unblock::spawn_blocking([of] { work(of); });
  };
  start(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the handle of the blocking work that this lambda starts is dropped{{.*}}
  // CHECK-FIXES: co_await start(3);
  co_return;
}
