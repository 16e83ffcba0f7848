// RUN: %check_async %s async-blocking-call %t
// One file per construct is in the folder blocking-call.

#include "task.h"
#include <unistd.h>

int main() {
  sleep(1);
}

void helper() { sleep(1); }

task<> suspends() {
  co_await nap();
}

task<> direct() {
  sleep(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'direct': it suspends the calling thread [async-blocking-call]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'direct' begins here
  co_await tick();
}

task<> throughHelper() {
  helper();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'helper' blocks the worker that runs coroutine 'throughHelper': it reaches 'sleep', which suspends the calling thread [async-blocking-call]
  // CHECK-NOTES: :[[@LINE-16]]:17: note: 'helper' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'throughHelper' begins here
  co_await tick();
}
