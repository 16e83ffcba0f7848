// RUN: %check_async %s async-spawn-blocking-discarded %t -- -isystem %src_root/lib/runtime/include
//
// The ways to drop a handle, and what is done about them.

#include <unblock/unblock.hpp>

using unblock::join_handle;
using unblock::spawn_blocking;
using unblock::task;

int work(int of = 0);
bool flag();

#define START(f) spawn_blocking(f)

task<> forms() {
  if (flag())
    spawn_blocking([] { work(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the handle {{.*}} is dropped{{.*}}
  // CHECK-FIXES: co_await spawn_blocking([] { work(1); });
  for (int i = 0; i != 3; ++i)
    spawn_blocking([i] { work(i); });
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the handle {{.*}} is dropped{{.*}}
  // CHECK-FIXES: co_await spawn_blocking([i] { work(i); });
  flag() ? spawn_blocking([] { work(2); }) : spawn_blocking([] { work(3); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the handle {{.*}} is dropped{{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:46: warning: the handle {{.*}} is dropped{{.*}}
  // CHECK-FIXES: flag() ? co_await spawn_blocking([] { work(2); }) : co_await spawn_blocking([] { work(3); });
  spawn_blocking([] { work(4); }), flag();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the handle {{.*}} is dropped{{.*}}
  // CHECK-FIXES: co_await spawn_blocking([] { work(4); }), flag();
  switch (work()) {
  case 1:
    spawn_blocking([] { work(5); });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the handle {{.*}} is dropped{{.*}}
    // CHECK-FIXES: co_await spawn_blocking([] { work(5); });
  }
  // A macro stays as it is.
  START([] { work(6); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the handle {{.*}} is dropped{{.*}}
  co_return;
}

// Nothing is awaited in a handler.
task<> handler() {
  try {
    co_await spawn_blocking([] { work(); });
  } catch (...) {
    spawn_blocking([] { work(7); });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the handle {{.*}} is dropped{{.*}}
  }
}

task<> variables() {
  join_handle<int> braces{spawn_blocking([] { return work(8); })};
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'braces', the handle {{.*}} is never awaited{{.*}}
  const auto constant = spawn_blocking([] { return work(9); });
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'constant', the handle {{.*}} is never awaited{{.*}}
  // CHECK-FIXES: co_await spawn_blocking([] { return work(9); });
  auto &&bound = spawn_blocking([] { return work(10); });
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'bound', the handle {{.*}} is never awaited{{.*}}
  // CHECK-FIXES: co_await spawn_blocking([] { return work(10); });
  auto one = spawn_blocking([] { work(11); }), two = spawn_blocking([] { work(12); });
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'one', the handle {{.*}} is never awaited{{.*}}
  co_await two;
}

// A lambda is a function of its own, also in a coroutine.
task<> lambda() {
  auto start = [] {
    spawn_blocking([] { work(13); });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the handle {{.*}} is dropped{{.*}}
  };
  start();
  co_return;
}
task<> coroutine_lambda() {
  co_await [](int of) -> task<> {
    spawn_blocking([of] { work(of); });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the handle {{.*}} is dropped{{.*}}
    // CHECK-FIXES: co_await spawn_blocking([of] { work(of); });
    co_return;
  }(1);
}

template <class F> task<> instantiated(F f) {
  spawn_blocking(f);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the handle {{.*}} is dropped{{.*}}
  // CHECK-FIXES: co_await spawn_blocking(f);
  co_return;
}
template task<> instantiated(int (*)());

// Code that nobody runs.
template <bool Both> task<> discarded() {
  if constexpr (Both)
    spawn_blocking([] { work(); });
  static_assert(sizeof(spawn_blocking([] { work(); })) != 0);
  co_return;
}
template task<> discarded<false>();
