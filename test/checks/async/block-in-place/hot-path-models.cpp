// RUN: %check_async -models=%S/Inputs/runtimes.yaml %s async-block-in-place-hot-path %t
//
// Functions and guards that the user's own models name.

#include "acme.h"

using acme::Task;

Task once() {
  acme::BlockingScope scope;
  work();
  co_return;
}
// One guard for the whole loop.
Task around(int n) {
  acme::BlockingScope scope;
  while (n--)
    work();
  co_return;
}
Task offloads(int n) {
  while (n--)
    co_await acme::run_blocking(work);
}

Task guards(int n) {
  while (n--) {
    acme::BlockingScope scope;
    // CHECK-NOTES: :[[@LINE-1]]:25: warning: 'acme::BlockingScope' is on a hot path: the loop in coroutine 'guards' repeats it, and each time the worker's other tasks change threads [async-block-in-place-hot-path]
    // CHECK-NOTES: :[[@LINE-3]]:3: note: the loop begins here
    // CHECK-NOTES: :[[@LINE-3]]:25: note: instead, move the work off the worker with 'co_await acme::run_blocking', or do the work of several rounds in one call
    work();
  }
  co_return;
}
template <typename F> auto patiently(F f) { return acme::blocking_region(f); }
// CHECK-NOTES: :[[@LINE-1]]:52: warning: 'acme::blocking_region' is on a hot path: the loop in coroutine 'regions' starts 'session' again and again, and each time the worker's other tasks change threads [async-block-in-place-hot-path]
// CHECK-NOTES: :[[@LINE+10]]:17: note: 'regions' calls 'session' here
// CHECK-NOTES: :[[@LINE+4]]:3: note: 'session' calls 'patiently' here
// CHECK-NOTES: :[[@LINE+7]]:3: note: the loop begins here
// CHECK-NOTES: :[[@LINE-5]]:52: note: instead, {{.*}}
Task session() {
  patiently([] { work(); });
  co_return;
}
Task regions(int n) {
  while (n--)
    acme::start(session());
  co_return;
}
