// RUN: %check_async %s async-block-in-place-hot-path %t -- -isystem %S/Inputs/system/mock
// Further constructs stand in block-in-place/hot-path*.cpp.

// CHECK-FIXES: #include <unblock/blocking.hpp>
#include <unblock_runtime.h>

using unblock::block_in_place;
using unblock::task;

int load(int key);
struct connection {};
struct listener {
  task<connection> accept();
};

//===--- Nothing to report ------------------------------------------------===//

task<> once() {
  block_in_place([] { return load(1); });
  co_return;
}
task<> aFewTimes() {
  for (int i = 0; i != 3; ++i)
    block_in_place([] { return load(1); });
  do {
    block_in_place([] { return load(1); });
  } while (false);
  co_return;
}
// The loop stands in the closure.
task<> inTheClosure() {
  block_in_place([] {
    for (int i = 0; i != 1000; ++i)
      load(i);
  });
  co_return;
}
task<> before() {
  for (int i = 0; i != 1000; ++i)
    co_await unblock::spawn_blocking([=] { return load(i); });
  block_in_place([] { return load(1); });
}
// Once in a while.
task<> periodic() {
  for (;;) {
    co_await unblock::sleep_for(1000);
    block_in_place([] { return load(1); });
  }
}
// No task does it.
void plain(int n) {
  for (int i = 0; i != n; ++i)
    block_in_place([] { return load(1); });
}
task<> suppressed(int n) {
  while (n--)
    block_in_place([] { return load(1); }); // NOLINT(async-block-in-place-hot-path)
  co_return;
}

//===--- In a loop --------------------------------------------------------===//

task<> direct(int n) {
  for (int i = 0; i != n; ++i) {
    block_in_place([i] { return load(i); });
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'unblock::block_in_place' is on a hot path: the loop in coroutine 'direct' repeats it, and each time the worker's other tasks change threads [async-block-in-place-hot-path]
    // CHECK-NOTES: :[[@LINE-3]]:3: note: the loop begins here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, move the work off the worker with 'co_await unblock::spawn_blocking', or do the work of several rounds in one call
    // CHECK-FIXES: co_await unblock::spawn_blocking([i] { return load(i); });
  }
  co_return;
}

int helper(int key) {
  return block_in_place([=] { return load(key); });
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'unblock::block_in_place' is on a hot path: the loop in coroutine 'calls' calls 'helper' again and again, and each time the worker's other tasks change threads [async-block-in-place-hot-path]
  // CHECK-NOTES: :[[@LINE+7]]:11: note: 'calls' calls 'helper' here
  // CHECK-NOTES: :[[@LINE+5]]:3: note: the loop begins here
  // CHECK-NOTES: :[[@LINE-4]]:10: note: instead, {{.*}}
  // CHECK-NOTES: :[[@LINE-5]]:10: note: no fix: 'co_await' is not possible in 'helper', which is no coroutine
}
task<> calls(int n) {
  while (n--)
    (void)helper(n);
  co_return;
}

//===--- Once for each connection -----------------------------------------===//

task<> handle(connection c) {
  block_in_place([] { return load(1); });
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'unblock::block_in_place' is on a hot path: the loop in coroutine 'serve' starts 'handle' again and again, and each time the worker's other tasks change threads [async-block-in-place-hot-path]
  // CHECK-NOTES: :[[@LINE+9]]:20: note: 'serve' calls 'handle' here
  // CHECK-NOTES: :[[@LINE+6]]:3: note: the loop begins here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: instead, {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([] { return load(1); });
  co_return;
}
task<> serve(listener l) {
  for (;;) {
    connection c = co_await l.accept();
    unblock::spawn(handle(c)).detach();
  }
}

//===--- Marked -----------------------------------------------------------===//

[[gnu::hot]] task<> marked() {
  block_in_place([] { return load(1); });
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'unblock::block_in_place' is on a hot path: coroutine 'marked' is marked as running often, and each time the worker's other tasks change threads [async-block-in-place-hot-path]
  // CHECK-NOTES: :[[@LINE-3]]:21: note: coroutine 'marked' begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([] { return load(1); });
  co_return;
}
