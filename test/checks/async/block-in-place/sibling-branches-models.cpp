// RUN: %check_async -models=%S/Inputs/runtimes.yaml %s async-block-in-place-sibling-branches %t
//
// Functions and guards that the user's own models name.

#include "acme.h"

using acme::Task;

Task ping();
Task fine() {
  acme::BlockingScope scope;
  work();
  co_return;
}
Task together(Task a, Task b);
Task unknown() { co_await together(fine(), ping()); }
Task handles() { co_await acme::race(acme::start(fine()), ping()); }

Task guarded() {
  acme::BlockingScope scope;
  // CHECK-NOTES: :[[@LINE-1]]:23: warning: 'acme::BlockingScope' stops the other branches of 'acme::when_all': they belong to the same task [async-block-in-place-sibling-branches]
  // CHECK-NOTES: :[[@LINE+5]]:27: note: 'acme::when_all' runs coroutine 'guarded' as a branch of the calling task
  // CHECK-NOTES: :[[@LINE-3]]:23: note: instead, move the work off the worker with 'co_await acme::run_blocking', or start the branch as a task of its own and join its handle
  work();
  co_return;
}
Task joins() { co_await   acme::when_all(guarded(), ping()); }

// Closures that the function calls itself.
void closures() {
  acme::race([]() -> Task {
    acme::blocking_region(work);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'acme::blocking_region' stops the other branches of 'acme::race': they belong to the same task [async-block-in-place-sibling-branches]
    // CHECK-NOTES: :[[@LINE-3]]:3: note: 'acme::race' runs a coroutine lambda as a branch of the calling task
    // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, {{.*}}
    co_return;
  }, [] { return ping(); });
}
