// RUN: %check_async -models=%S/Inputs/runtimes.yaml %s async-block-in-place-current-thread %t
//
// Functions and guards that the user's own models name.

#include "acme.h"

using acme::Reactor;
using acme::Task;

Task fine() {
  acme::BlockingScope scope;
  work();
  co_return;
}
void onSeveral() { acme::run(Reactor::with_threads(4), fine()); }
void tolerant() {
  acme::run(Reactor::single_threaded("x")->tolerate_blocking(), fine());
}
Task offloads() { co_await acme::run_blocking(work); }
void offloaded() { acme::run(Reactor::single_threaded("x"), offloads()); }

Task scoped() {
  acme::BlockingScope scope;
  // CHECK-NOTES: :[[@LINE-1]]:23: warning: 'acme::BlockingScope' in coroutine 'scoped' runs on a current-thread runtime: there is no other thread to run the runtime's tasks meanwhile [async-block-in-place-current-thread]
  // CHECK-NOTES: :[[@LINE+6]]:21: note: 'acme::run' hands the work to the runtime here
  // CHECK-NOTES: :[[@LINE+5]]:31: note: 'acme::Reactor::single_threaded' makes it a current-thread runtime
  // CHECK-NOTES: :[[@LINE-4]]:23: note: instead, {{.*}}
  work();
  co_return;
}
void runsScoped() { acme::run(Reactor::single_threaded("x"), scoped()); }

// A wrapper of the user's in front of the region.
template <typename F> auto patiently(F f) { return acme::blocking_region(f); }
// CHECK-NOTES: :[[@LINE-1]]:52: warning: 'acme::blocking_region' in function 'patiently' runs on a current-thread runtime: {{.*}}
// CHECK-NOTES: :[[@LINE+13]]:39: note: 'starter' calls 'region' here
// CHECK-NOTES: :[[@LINE+6]]:3: note: 'region' calls 'patiently' here
// CHECK-NOTES: :[[@LINE+13]]:14: note: 'acme::Reactor::start' hands the work to the runtime here
// CHECK-NOTES: :[[@LINE+8]]:10: note: 'acme::Reactor::single_threaded' makes it a current-thread runtime
// CHECK-NOTES: :[[@LINE-6]]:52: note: instead, move the work off the worker with 'co_await acme::run_blocking', or let the runtime run it inline with 'tolerate_blocking'

Task region() {
  patiently([] { work(); });
  co_return;
}
Reactor *reactor() {
  return Reactor::single_threaded("x");
}
Task starter() { co_await acme::start(region()); }
void starts() {
  reactor()->start(starter());
}
